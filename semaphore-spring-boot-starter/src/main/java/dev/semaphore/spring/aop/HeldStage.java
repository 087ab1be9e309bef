package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a future follow a stage.
 */
final class HeldStage {

	private HeldStage() {
	}

	/**
	 * Completes the result as the stage completes, after the permit has gone back. A
	 * result that its owner cancels cancels the stage, which alone says when its work is
	 * over.
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	static void hold(CompletionStage<?> stage, Permit permit, CompletableFuture<@Nullable Object> result) {
		stage.whenComplete((value, failure) -> {
			permit.close();
			complete(result, value, failure);
		});
		if (stage instanceof Future<?> future && !future.isDone()) {
			result.whenComplete((value, failure) -> {
				if (result.isCancelled()) {
					future.cancel(true);
				}
			});
		}
	}

	/**
	 * Completes the result as the stage completes.
	 */
	static void relay(CompletionStage<?> stage, CompletableFuture<@Nullable Object> result) {
		stage.whenComplete((value, failure) -> complete(result, value, failure));
	}

	private static void complete(CompletableFuture<@Nullable Object> result, @Nullable Object value,
			@Nullable Throwable failure) {
		if (failure != null) {
			result.completeExceptionally(failure);
		}
		else {
			result.complete(value);
		}
	}

}
