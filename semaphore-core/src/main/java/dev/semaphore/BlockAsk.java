package dev.semaphore;

/**
 * A permit that a store was asked for. Guarded by the lock of its {@link BlockBook}.
 */
final class BlockAsk {

	final long id;

	/** Whether it waits in the store's queue if it does not fit. */
	final boolean waits;

	/** When it was asked for. */
	final long since;

	/** Whom it is for alone; 0: whoever waits first. */
	long claim;

	/** Whether the store has answered, or failed to. */
	boolean answered;

	/** Whether it is in the store's queue as far as is known. */
	boolean queued;

	/** When it was answered, as the book counts changes. */
	long changed;

	BlockAsk(long id, boolean waits, long claim, long since) {
		this.id = id;
		this.waits = waits;
		this.claim = claim;
		this.since = since;
	}

}
