package dev.semaphore.spring.aop;

import java.util.concurrent.Callable;

import dev.semaphore.Permit;

/**
 * {@link Callable}: held until it has returned or thrown, whoever waits for it or has
 * given up.
 */
final class CallableHold implements Hold<Callable<?>> {

	@Override
	public Class<? super Callable<?>> type() {
		return Callable.class;
	}

	@Override
	public boolean fits(Class<?> declared) {
		return declared == Callable.class;
	}

	@Override
	public Callable<?> hold(Callable<?> value, Permit permit, ReturnedCall call) {
		return guarded(value, TaskPermit.keep(permit, call));
	}

	@Override
	public Object holdUndeclared(Callable<?> value, Permit permit, ReturnedCall call) {
		if (HeldValue.isMerely(value, Callable.class)) {
			return hold(value, permit, call);
		}
		permit.close();
		return value;
	}

	static Callable<?> guarded(Callable<?> callable, TaskPermit task) {
		return () -> task.run(callable);
	}

}
