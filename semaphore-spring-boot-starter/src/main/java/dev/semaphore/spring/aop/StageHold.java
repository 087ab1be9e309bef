package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Stages that were returned under a declared type which does not say so: held until they
 * complete.
 */
final class StageHold implements Hold<CompletionStage<?>> {

	@Override
	public Class<? super CompletionStage<?>> type() {
		return CompletionStage.class;
	}

	@Override
	public boolean fits(Class<?> declared) {
		return false;
	}

	@Override
	public CompletableFuture<@Nullable Object> hold(CompletionStage<?> value, Permit permit, ReturnedCall call) {
		CompletableFuture<@Nullable Object> held = new CompletableFuture<>();
		HeldStage.hold(value, permit, held);
		call.cancelWhenLost(permit, held);
		return held;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public CompletionStage<?> holdUndeclared(CompletionStage<?> value, Permit permit, ReturnedCall call) {
		if (value.getClass() == CompletableFuture.class) {
			return hold(value, permit, call);
		}
		value.whenComplete((result, failure) -> permit.close());
		if (value instanceof Future<?> work) {
			call.cancelWhenLost(permit, work);
		}
		return value;
	}

}
