package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.Reentry;
import org.jspecify.annotations.Nullable;

/**
 * A call within the body of others that hold permits.
 *
 * @param innermost the claim of the innermost of them
 * @param same the claim of the innermost that holds the same semaphore, or null
 * @param held the permit of that one, or null
 */
record Nesting(Claim innermost, @Nullable Claim same, @Nullable Permit held) {

	/**
	 * What a thread holds already as a claim is taken, or null if nothing.
	 */
	static @Nullable Nesting of(List<Object> holds, Claim claim, CountingSemaphore semaphore) {
		if (holds.isEmpty()) {
			return null;
		}
		Claim innermost = ThreadHolds.claim(holds, holds.size() - 2);
		int index = ThreadHolds.find(holds, claim, semaphore);
		return (index >= 0) ? new Nesting(innermost, ThreadHolds.claim(holds, index), ThreadHolds.permit(holds, index))
				: new Nesting(innermost, null, null);
	}

	/**
	 * The permit that is held, once more, if it may be shared and suffices.
	 */
	@Nullable Permit share(Reentry reentry, AcquireRequest request) {
		return (reentry == Reentry.SHARE && this.held instanceof SharedPermit shared) ? shared.join(request) : null;
	}

	/**
	 * The request, which does not wait if it could wait for itself.
	 */
	AcquireRequest limit(Reentry reentry, AcquireRequest request) {
		return mayWait(reentry) ? request : request.withMaxWait(Duration.ZERO);
	}

	/**
	 * The refusal, which names the reason if the call did not wait because it is nested.
	 */
	PermitRejectedException explain(Reentry reentry, PermitRejectedException refusal) {
		if (mayWait(reentry) || refusal.reason() != RejectionReason.UNAVAILABLE || this.held == null
				|| this.same == null) {
			return refusal;
		}
		return new PermitRejectedException(refusal.semaphore(), RejectionReason.REENTRANT, refusal.weight(),
				refusal.retryAfter(),
				"at once, and waiting could have been for itself: this thread holds " + this.held.weight()
						+ " of it already, taken by " + this.same.site() + ". Take the permit in one place, or set "
						+ "semaphore.instances." + refusal.semaphore() + ".reentry to share or count");
	}

	/**
	 * The same for one that comes with a future, which need not be done though the call
	 * does not wait: a shared store may have been asked.
	 */
	CompletableFuture<Permit> explain(Reentry reentry, CompletableFuture<Permit> acquired) {
		return mayWait(reentry) ? acquired
				: FollowedFuture.of(acquired, UnaryOperator.identity(), (failure) -> explain(reentry, failure));
	}

	private Throwable explain(Reentry reentry, Throwable failure) {
		return (Taking.reason(failure) instanceof PermitRejectedException refusal) ? explain(reentry, refusal)
				: failure;
	}

	private boolean mayWait(Reentry reentry) {
		return this.held == null || reentry == Reentry.COUNT;
	}

}
