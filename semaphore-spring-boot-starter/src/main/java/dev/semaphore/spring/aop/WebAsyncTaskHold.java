package dev.semaphore.spring.aop;

import java.util.concurrent.Callable;

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
final class WebAsyncTaskHold implements Hold<WebAsyncTask<?>> {

	@Override
	public Class<? super WebAsyncTask<?>> type() {
		return WebAsyncTask.class;
	}

	@Override
	public boolean fits(Class<?> declared) {
		return declared == WebAsyncTask.class;
	}

	@Override
	public Object hold(WebAsyncTask<?> value, Permit permit, ReturnedCall call) {
		MvcRequest request = CurrentRequest.get();
		TaskPermit task = TaskPermit.keep(permit, call);
		if (request == null) {
			return new GuardedTask(value, task);
		}
		request.onTask(new Watch(task));
		return value;
	}

	@Override
	public Object holdUndeclared(WebAsyncTask<?> value, Permit permit, ReturnedCall call) {
		if (value.getClass() == WebAsyncTask.class || CurrentRequest.get() != null) {
			return hold(value, permit, call);
		}
		permit.close();
		return value;
	}

	/**
	 * Learns of the one task that the request starts, from the thread on which it runs.
	 */
	private static final class Watch implements CallableProcessingInterceptor {

		private final TaskPermit permit;

		private TaskPermit.@Nullable Run run;

		private Watch(TaskPermit permit) {
			this.permit = permit;
		}

		@Override
		public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
			this.run = this.permit.begin();
		}

		@Override
		public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
			TaskPermit.Run run = this.run;
			if (run != null) {
				run.close();
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
