package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A waiter that parks its thread.
 */
final class ThreadWaiter extends Waiter {

	ThreadWaiter(AcquireRequest request, Duration maxWait, long since) {
		super(request, maxWait, since);
	}

	@Override
	boolean canTryItself() {
		return true;
	}

	@Override
	void wake() {
		LockSupport.unpark(this.thread);
	}

	@Override
	void announce() {
		if (this.thread != Thread.currentThread()) {
			wake();
		}
	}

}
