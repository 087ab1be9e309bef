package dev.semaphore.spring.store.jdbc;

/**
 * A row of the table of claims: permits that an instance holds or waits for.
 */
final class StoredClaim {

	final String instance;

	final long id;

	final int weight;

	final boolean exclusive;

	/** Its place in the queue; those that were never queued have one too. */
	final long position;

	/** 0 while it waits. */
	long token;

	/** Whether the table has it, in whatever state. */
	boolean stored;

	boolean ended;

	StoredClaim(String instance, long id, int weight, boolean exclusive, long position, long token) {
		this.instance = instance;
		this.id = id;
		this.weight = weight;
		this.exclusive = exclusive;
		this.position = position;
		this.token = token;
	}

	boolean isHeld() {
		return this.token > 0;
	}

}
