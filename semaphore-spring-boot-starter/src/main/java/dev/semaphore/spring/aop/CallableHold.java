package dev.semaphore.spring.aop;

import java.util.concurrent.Callable;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * {@link Callable}: held until it has returned or thrown, whoever waits for it or has
 * given up.
 */
final class CallableHold implements Hold {

	@Override
	public boolean fits(Class<?> declared) {
		return declared == Callable.class;
	}

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		if (value instanceof Callable<?> callable) {
			return guarded(callable, TaskPermit.keep(permit, call));
		}
		permit.close();
		return value;
	}

	static Callable<?> guarded(Callable<?> callable, TaskPermit task) {
		return () -> task.run(callable);
	}

}
