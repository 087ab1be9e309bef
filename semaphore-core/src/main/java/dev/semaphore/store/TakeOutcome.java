package dev.semaphore.store;

/**
 * What became of an {@link Ask}. Judged in the order: granted if it fits and nobody
 * waits, too large, unavailable, queue full, queued.
 */
public enum TakeOutcome {

	/**
	 * It holds its permits.
	 */
	GRANTED,

	/**
	 * It waits.
	 */
	QUEUED,

	/**
	 * It asks for more than there are, and there are some.
	 */
	TOO_LARGE,

	/**
	 * It does not fit, and does not wait.
	 */
	UNAVAILABLE,

	/**
	 * It does not fit, and as many wait as may.
	 */
	QUEUE_FULL

}
