package dev.semaphore;

/**
 * {@link QueueOrder#BARGING}: newcomers pass whoever waits until that one has waited too
 * long.
 */
final class BargingQueue extends ArrivalQueue {

	private final long maxOvertakingNanos;

	BargingQueue(SemaphorePolicy policy) {
		this.maxOvertakingNanos = Nanos.of(policy.maxOvertaking());
	}

	@Override
	boolean holdsUpNewcomers(Waiter next) {
		return next.starving || next.request.exclusive();
	}

	@Override
	boolean letsTry(Waiter next) {
		return next.canTryItself() && !holdsUpNewcomers(next);
	}

	@Override
	void age(long now) {
		Waiter next = next();
		if (next != null && now - next.since >= this.maxOvertakingNanos) {
			next.starving = true;
		}
	}

}
