package dev.semaphore.spring.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

import dev.semaphore.SemaphoreOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.function.SingletonSupplier;

/**
 * Runs what has waited for a permit without a thread: on the application's task executor,
 * and so on virtual threads if the application is on them. If that has no thread to spare
 * it runs on a thread of the semaphores' own. The permit is held already: who would use
 * it must not queue, least of all behind tasks that wait for that very permit.
 */
final class ApplicationThreads implements Executor {

	private static final String BEAN_NAME = "applicationTaskExecutor";

	private final Executor own = SemaphoreOptions.defaults().executor();

	private final SingletonSupplier<Executor> application;

	/**
	 * Looks for the executor when it is needed, since making it may need semaphores.
	 */
	ApplicationThreads(BeanFactory beanFactory) {
		this.application = SingletonSupplier.of(() -> find(beanFactory, this.own));
	}

	@Override
	public void execute(Runnable task) {
		Executor application = this.application.obtain();
		if (!hasThread(application)) {
			this.own.execute(task);
			return;
		}
		try {
			application.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// It is stopping with the application, or was faster filled than looked at.
			this.own.execute(task);
		}
	}

	private static Executor find(BeanFactory beanFactory, Executor own) {
		try {
			return (beanFactory.containsBean(BEAN_NAME) && beanFactory.isTypeMatch(BEAN_NAME, AsyncTaskExecutor.class))
					? beanFactory.getBean(BEAN_NAME, AsyncTaskExecutor.class) : own;
		}
		catch (BeansException | IllegalStateException ex) {
			// The context is being closed, and somebody still waits to be told so.
			return own;
		}
	}

	private static boolean hasThread(@Nullable Executor executor) {
		if (executor instanceof SimpleAsyncTaskExecutor simple) {
			// One that is throttled makes whoever gave the permit back wait.
			return !simple.isThrottleActive();
		}
		if (executor instanceof ThreadPoolTaskExecutor pool) {
			ThreadPoolExecutor threads = pool.getThreadPoolExecutor();
			return threads.getQueue().isEmpty() && threads.getActiveCount() < threads.getCorePoolSize();
		}
		return true;
	}

}
