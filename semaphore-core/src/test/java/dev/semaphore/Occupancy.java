package dev.semaphore;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many permits' worth of bodies run at once, as the bodies see it.
 */
final class Occupancy {

	private final AtomicInteger now = new AtomicInteger();

	private final AtomicInteger peak = new AtomicInteger();

	void enter(int weight) {
		int inside = this.now.addAndGet(weight);
		this.peak.accumulateAndGet(inside, Math::max);
	}

	void leave(int weight) {
		this.now.addAndGet(-weight);
	}

	int now() {
		return this.now.get();
	}

	int peak() {
		return this.peak.get();
	}

}
