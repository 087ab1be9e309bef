package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A waiter that parks its thread.
 */
final class ThreadWaiter extends Waiter {

	private final boolean interruptible;

	private boolean interrupted;

	ThreadWaiter(AcquireRequest request, Duration maxWait, long since, boolean interruptible) {
		super(request, maxWait, since);
		this.interruptible = interruptible;
	}

	/** Whether its thread is interrupted and lets itself be. */
	boolean mustLeave() {
		if (this.interruptible) {
			return this.thread.isInterrupted();
		}
		// one that is interrupted could not park
		this.interrupted |= Thread.interrupted();
		return false;
	}

	/** Interrupts its thread, if that was put off. */
	void makeUpForInterrupt() {
		if (this.interrupted) {
			this.thread.interrupt();
		}
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
