package dev.semaphore;

/**
 * A permit that is leased from a store, and handed out in this process again and again.
 * Guarded by the lock of its {@link BlockBook}.
 */
final class BlockUnit {

	final long id;

	/** When it was leased. */
	final long since;

	/** When it was leased or restored, as the book counts changes. */
	long changed;

	final long token;

	/** Whether its lease ended once, and the store was not asked since. */
	boolean doubtful;

	/**
	 * Whether the store was without it once: others may have got larger tokens since, so
	 * nobody else here gets it.
	 */
	boolean lacked;

	/** Since when nobody has it. */
	long idleSince;

	BlockUnit(long id, long token, long since, long changed) {
		this.id = id;
		this.token = token;
		this.since = since;
		this.changed = changed;
	}

}
