package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import dev.semaphore.store.Figures;
import org.jspecify.annotations.Nullable;

/**
 * This instance's share of the permits, while the store is away: a semaphore of this
 * process.
 */
final class LocalShare {

	private final TimeSource time;

	private final CountingSemaphore semaphore;

	LocalShare(String name, SemaphorePolicy policy, SemaphoreOptions options) {
		this.time = options.timeSource();
		this.semaphore = CountingSemaphore.create(name, policy.withInitialPermits(policy.permits()).withPermits(0),
				SemaphoreOptions.defaults().withTimeSource(this.time).withExecutor(options.executor()));
	}

	/** The share of one instance. */
	static int of(Figures figures) {
		int permits = figures.terms().permits();
		return (permits > 0) ? Math.max(permits / Math.max(figures.instances(), 1), 1) : 0;
	}

	void resize(int permits) {
		this.semaphore.resize(Math.max(permits, 0));
	}

	CompletableFuture<Permit> acquire(LeasedClaim claim) {
		long remaining = claim.mayWait() ? Math.max(claim.remainingNanos(this.time.nanoTime()), 0) : 0;
		return this.semaphore.acquireAsync(claim.request.withMaxWait(Duration.ofNanos(remaining)));
	}

	/** Tells what became of a request: a permit, or the reason why there is none. */
	@SuppressWarnings("FutureReturnValueIgnored") // the consumer is the end of it
	void follow(CompletableFuture<Permit> request, BiConsumer<@Nullable Permit, RejectionReason> consumer) {
		request.whenComplete((permit, ex) -> consumer.accept((ex == null) ? permit : null,
				(ex instanceof PermitRejectedException rejection) ? rejection.reason() : RejectionReason.INTERRUPTED));
	}

}
