package dev.semaphore.cookbook;

import java.util.concurrent.atomic.AtomicLong;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;

final class PhasedBarrier {

	private final int parties;

	private final AtomicLong arrivals = new AtomicLong();

	// Two, so that who is quick to come back does not slip through with those who have
	// not left yet.
	private final CountingSemaphore[] turnstiles;

	PhasedBarrier(int parties) {
		this.parties = parties;
		SemaphorePolicy shut = SemaphorePolicy.of(parties).withInitialPermits(0);
		this.turnstiles = new CountingSemaphore[] { CountingSemaphore.create("even phases", shut),
				CountingSemaphore.create("odd phases", shut) };
	}

	long arriveAndAwait() throws InterruptedException {
		long arrival = this.arrivals.getAndIncrement();
		long phase = arrival / this.parties;
		CountingSemaphore turnstile = this.turnstiles[(int) (phase % 2)];
		if (arrival % this.parties == this.parties - 1) {
			turnstile.release(this.parties); // the last to arrive lets all through
		}
		turnstile.acquire().forget(); // shut again behind each
		return phase;
	}

}
