package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Futures and stages that were returned under a declared type which does not say so: held
 * until they complete.
 */
final class StageHold implements Hold {

	@Override
	public boolean fits(Class<?> declared) {
		return declared == Future.class;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		if (value instanceof CompletionStage<?> stage) {
			CompletableFuture<@Nullable Object> held = new CompletableFuture<>();
			HeldStage.hold(stage, permit, held);
			return held;
		}
		if (value instanceof Future<?> future && !future.isDone()) {
			return HeldFuture.hold(future, permit);
		}
		permit.close();
		return value;
	}

}
