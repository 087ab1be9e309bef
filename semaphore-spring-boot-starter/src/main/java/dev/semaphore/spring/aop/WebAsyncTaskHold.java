package dev.semaphore.spring.aop;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncTask;

/**
 * {@link WebAsyncTask}: held until its callable has returned or thrown, also after its
 * time-out. In a request the task is left as it is, with its callbacks, and watched.
 */
final class WebAsyncTaskHold implements Hold {

	@Override
	public boolean fits(Class<?> declared) {
		return declared == WebAsyncTask.class;
	}

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		if (!(value instanceof WebAsyncTask<?> task)) {
			permit.close();
			return value;
		}
		MvcRequest request = CurrentRequest.get();
		if (request == null) {
			return new GuardedTask(task, TaskPermit.keep(permit, call));
		}
		Watch watch = new Watch(permit);
		request.onTask(watch);
		request.onEnd(watch::requestEnded);
		return value;
	}

	/**
	 * Learns of the one task that the request starts.
	 */
	private static final class Watch implements CallableProcessingInterceptor {

		private final Permit permit;

		private final AtomicBoolean started = new AtomicBoolean();

		private Watch(Permit permit) {
			this.permit = permit;
		}

		@Override
		public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
			this.started.set(true);
		}

		@Override
		public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
			this.permit.close();
		}

		void requestEnded() {
			if (!this.started.get()) {
				this.permit.close();
			}
		}

	}

	/**
	 * A task for somebody else than Spring MVC, who takes it apart.
	 */
	private static final class GuardedTask extends WebAsyncTask<Object> {

		private final WebAsyncTask<?> task;

		private final Callable<?> callable;

		private GuardedTask(WebAsyncTask<?> task, TaskPermit permit) {
			super(task::getCallable);
			this.task = task;
			this.callable = CallableHold.guarded(task.getCallable(), permit);
		}

		@Override
		public Callable<?> getCallable() {
			return this.callable;
		}

		@Override
		public @Nullable Long getTimeout() {
			return this.task.getTimeout();
		}

		@Override
		public @Nullable AsyncTaskExecutor getExecutor() {
			return this.task.getExecutor();
		}

	}

}
