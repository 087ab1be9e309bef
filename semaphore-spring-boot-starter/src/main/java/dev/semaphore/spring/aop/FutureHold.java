package dev.semaphore.spring.aop;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import dev.semaphore.Permit;

/**
 * {@link Future}: held until it is done.
 */
final class FutureHold implements Hold<Future<?>> {

	private final StageHold stages = new StageHold();

	@Override
	public Class<? super Future<?>> type() {
		return Future.class;
	}

	@Override
	public boolean fits(Class<?> declared) {
		return declared == Future.class;
	}

	@Override
	public Future<?> hold(Future<?> value, Permit permit, ReturnedCall call) {
		if (value instanceof CompletionStage<?> stage) {
			return this.stages.hold(stage, permit, call);
		}
		if (value.isDone()) {
			permit.close();
			return value;
		}
		call.cancelWhenLost(permit, value);
		return HeldFuture.hold(value, permit);
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public Future<?> holdUndeclared(Future<?> value, Permit permit, ReturnedCall call) {
		hold(value, permit, call);
		return value;
	}

}
