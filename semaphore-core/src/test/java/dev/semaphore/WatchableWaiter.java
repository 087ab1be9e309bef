package dev.semaphore;

import java.time.Duration;

/**
 * A waiter whose time-out may be watched, for a test to look at.
 */
final class WatchableWaiter extends Waiter {

	/** How often it was told to look again. */
	volatile int woken;

	WatchableWaiter(Duration maxWait, long since) {
		super(AcquireRequest.one(), maxWait, since);
		this.watchable = true;
	}

	/** Under the ledger's lock. */
	@Override
	void wake() {
		this.woken = this.woken + 1;
	}

	@Override
	void announce() {
	}

}
