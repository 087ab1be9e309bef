package dev.semaphore.spring.aop;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What a caller's thread knows (logging, security, observation), to be known as well by
 * the thread on which its work resumes.
 */
interface CallerContext {

	/**
	 * Runs a task with this context, and without it again afterwards.
	 */
	void run(Runnable task);

	/**
	 * The same for a task that nobody else would ever run. Code of others sets the
	 * context; where that fails the task does not run without.
	 * @param failed is told why the task has not begun
	 */
	default void run(Runnable task, Consumer<Throwable> failed) {
		AtomicBoolean begun = new AtomicBoolean();
		try {
			run(() -> {
				begun.set(true);
				task.run();
			});
		}
		catch (Throwable ex) {
			if (begun.get()) {
				throw ex;
			}
			failed.accept(ex);
		}
	}

	/**
	 * The context of this thread.
	 * @param carrier something that also has context values, which go first (a context of
	 * Reactor), or null
	 */
	static CallerContext capture(@Nullable Object carrier) {
		CallerContext context = Runnable::run;
		if (Present.MICROMETER) {
			context = PropagatedContext.capture(carrier, context);
		}
		if (Present.SECURITY) {
			context = SecurityCallerContext.capture(context);
		}
		return Present.LOGGING ? LoggingCallerContext.capture(context) : context;
	}

	/**
	 * Which libraries there are.
	 */
	final class Present {

		static final boolean MICROMETER = has("io.micrometer.context.ContextSnapshotFactory");

		static final boolean SECURITY = has("org.springframework.security.core.context.SecurityContextHolder");

		static final boolean LOGGING = has("org.slf4j.MDC");

		private Present() {
		}

		private static boolean has(String name) {
			return ClassUtils.isPresent(name, CallerContext.class.getClassLoader());
		}

	}

}
