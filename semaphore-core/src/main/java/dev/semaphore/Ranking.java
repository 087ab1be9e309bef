package dev.semaphore;

/**
 * When a request would have arrived if it had priority 0.
 */
final class Ranking {

	private final long madeAt;

	/** What one priority is worth. */
	private final long agingNanos;

	Ranking(SemaphorePolicy policy, long now) {
		this.madeAt = now;
		this.agingNanos = Nanos.of(policy.priorityAging());
	}

	/**
	 * A double, since no number of nanoseconds then is too large, and what it rounds away
	 * is less than the worth of a priority.
	 */
	double rank(Waiter waiter) {
		return (waiter.since - this.madeAt) - (double) waiter.request.priority() * (double) this.agingNanos;
	}

}
