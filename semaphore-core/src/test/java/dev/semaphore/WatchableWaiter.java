package dev.semaphore;

import java.time.Duration;

/**
 * A waiter whose time-out may be watched, for a test to look at.
 */
final class WatchableWaiter extends Waiter {

	/** How often it was told to look again. */
	volatile int woken;

	/** What waking it fails with; null for nothing. */
	volatile RuntimeException failure;

	WatchableWaiter(Duration maxWait, long since) {
		super(AcquireRequest.one(), maxWait, since);
		this.watchable = true;
	}

	/** By whoever runs the alarm. */
	@Override
	void wake() {
		if (this.failure != null) {
			throw this.failure;
		}
		this.woken = this.woken + 1;
	}

	@Override
	void announce() {
	}

}
