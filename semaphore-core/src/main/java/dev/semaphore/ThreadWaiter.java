package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A waiter that parks its thread.
 */
final class ThreadWaiter extends Waiter {

	private final InProcessSemaphore semaphore;

	private final boolean interruptible;

	private boolean interrupted;

	ThreadWaiter(InProcessSemaphore semaphore, AcquireRequest request, Duration maxWait, long since,
			boolean interruptible) {
		super(request, maxWait, since);
		this.semaphore = semaphore;
		this.interruptible = interruptible;
		this.watchable = isBounded() && semaphore.isUsual(this.maxWaitNanos) && isVirtual(this.thread);
	}

	/**
	 * Enters the queue and waits there until it is settled. What a thread has on its
	 * stack meanwhile is most of what its wait costs, so this is one method.
	 * @return who is to be told of the end of the wait, or null if nobody
	 */
	@Nullable ToldWait await(@Nullable Runnable beforeWaiting) {
		TimeSource time = this.semaphore.time();
		ToldWait wait = null;
		try {
			this.semaphore.ledger().enter(this);
			if (!isSettled()) {
				wait = ToldWait.begin(beforeWaiting, () -> this.semaphore.watchers().wait(asked()));
			}
			boolean asked = false;
			boolean watched = false;
			// what reads the time or is asked may swallow a wake-up: look after it
			for (long remaining = remaining(time); !isSettled(); remaining = remaining(time)) {
				if (this.signalled) {
					// perhaps before it parked, and what ran until then had the wake-up
					this.semaphore.ledger().retry(this);
				}
				else if (remaining <= 0) {
					this.semaphore.giveUp(this, RejectionReason.TIMED_OUT);
				}
				else if (mustLeave()) {
					this.semaphore.giveUp(this, RejectionReason.INTERRUPTED);
				}
				else if (this.watchable && !asked) {
					asked = true;
					watched = this.semaphore.alarm().watches(this);
				}
				else {
					time.parkNanos(this.semaphore, (watched && this.watchable) ? Long.MAX_VALUE : remaining);
				}
			}
			return wait;
		}
		catch (Throwable ex) {
			abandon();
			ToldWait.end(wait, ex);
			throw ex;
		}
		finally {
			makeUpForInterrupt();
		}
	}

	/** One that was made without a duration of its own in its request tells it. */
	@Override
	AcquireRequest asked() {
		boolean told = this.request.maxWait() != null || this.semaphore.isUsual(this.maxWaitNanos);
		return told ? this.request : this.request.withMaxWait(Duration.ofNanos(this.maxWaitNanos));
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

	private long remaining(TimeSource time) {
		return isBounded() ? remainingNanos(time.nanoTime()) : Long.MAX_VALUE;
	}

	/* By name, since JDK 17 has none. To be wrong is safe, and costs a timer. */
	private static boolean isVirtual(Thread thread) {
		return thread.getClass().getName().equals("java.lang.VirtualThread");
	}

	/* Whether its thread is interrupted and lets itself be. */
	private boolean mustLeave() {
		if (this.interruptible) {
			return this.thread.isInterrupted();
		}
		// one that is interrupted could not park
		this.interrupted |= Thread.interrupted();
		return false;
	}

	/* Leaves nothing behind, since its caller will get no answer. */
	private void abandon() {
		this.semaphore.giveUp(this, RejectionReason.INTERRUPTED);
		if (isGranted()) {
			this.semaphore.granted(this).close();
		}
		else {
			this.semaphore.countRefusal(this, RejectionReason.INTERRUPTED);
		}
	}

	/* Interrupts its thread, if that was put off. */
	private void makeUpForInterrupt() {
		if (this.interrupted) {
			this.thread.interrupt();
		}
	}

}
