package dev.semaphore;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A request that has not been answered at once. Settled once, under the ledger's lock:
 * granted or refused. Fields that change are guarded by that lock; the volatile ones may
 * be read without it.
 */
abstract class Waiter extends Notice {

	/** What {@link #settlement} holds while the waiter is granted its permits. */
	static final Object GRANTED = "GRANTED";

	final AcquireRequest request;

	/** Whose request it is. */
	final Thread thread = Thread.currentThread();

	/** When it arrived and when it gives up, in the time source's nanoseconds. */
	final long since;

	final long maxWaitNanos;

	/** Links of the {@link WaitQueue}. */
	@Nullable Waiter older;

	@Nullable Waiter newer;

	/** Where it stands, in orders that need to know more than who came before. */
	@Nullable Standing standing;

	/** In {@link QueueOrder#BARGING}: told to try, and not to be passed any more. */
	volatile boolean signalled;

	boolean starving;

	/** Whether the {@link SharedAlarm} may see to its time-out; never again once not. */
	volatile boolean watchable;

	/** Null while unsettled, {@link #GRANTED}, or the {@link RejectionReason}. */
	private volatile @Nullable Object settlement;

	Waiter(AcquireRequest request, Duration maxWait, long since) {
		this.request = request;
		this.since = since;
		this.maxWaitNanos = Nanos.of(maxWait);
	}

	/** Those whose permits count for no key count for one that has no limit. */
	final KeyShare share() {
		Standing standing = this.standing;
		return (standing != null) ? standing.share : KeyShare.UNLIMITED;
	}

	final boolean isSettled() {
		return this.settlement != null;
	}

	final boolean isGranted() {
		return this.settlement == GRANTED;
	}

	/** Why it was refused, or null when it was not. */
	final @Nullable RejectionReason refusal() {
		return (this.settlement instanceof RejectionReason reason) ? reason : null;
	}

	final void settle(Object settlement) {
		this.settlement = settlement;
	}

	final long remainingNanos(long now) {
		return this.maxWaitNanos - (now - this.since);
	}

	/** Whether it gives up by itself within anybody's lifetime. */
	final boolean isBounded() {
		return this.maxWaitNanos < Nanos.FOREVER;
	}

	final boolean mayWait() {
		return this.maxWaitNanos > 0;
	}

	/** The request as it is told to others. */
	AcquireRequest asked() {
		return this.request;
	}

	/** The stack that asked, where another thread tells of the answer. */
	@Nullable Throwable askedAt() {
		return null;
	}

	/**
	 * Whether it is worth asking to try by itself, rather than handing it the permit.
	 */
	boolean canTryItself() {
		return false;
	}

	/** Wakes one that {@link #canTryItself()}. */
	void wake() {
	}

}
