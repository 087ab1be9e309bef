package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the future of a permit, in other words. Whoever completes it leaves the
 * queue.
 */
final class FollowedFuture {

	private FollowedFuture() {
	}

	/**
	 * Follows a future.
	 * @param granted makes of the permit what is handed on
	 * @param refused makes of the reason why there is none what is handed on
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	static CompletableFuture<Permit> of(CompletableFuture<Permit> acquired, UnaryOperator<Permit> granted,
			UnaryOperator<Throwable> refused) {
		CompletableFuture<Permit> result = new CompletableFuture<>();
		acquired.whenComplete((permit, failure) -> settle(result, permit, failure, granted, refused));
		result.whenComplete((permit, failure) -> acquired.cancel(false));
		return result;
	}

	private static void settle(CompletableFuture<Permit> result, @Nullable Permit permit, @Nullable Throwable failure,
			UnaryOperator<Permit> granted, UnaryOperator<Throwable> refused) {
		try {
			if (permit != null) {
				if (!result.complete(granted.apply(permit))) {
					permit.close();
				}
			}
			else if (failure != null) {
				result.completeExceptionally(refused.apply(failure));
			}
		}
		catch (Throwable ex) {
			if (permit != null) {
				permit.close();
			}
			result.completeExceptionally(ex);
		}
	}

}
