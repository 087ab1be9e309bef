package dev.semaphore.store;

/**
 * What became of an {@link Ask}. Judged in the order: granted if it fits and nobody
 * waits, too large, unavailable, queue full, queued. A store that needs more than itself
 * to be certain of a grant may find it uncertain after that.
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
	QUEUE_FULL,

	/**
	 * It was granted, but the store cannot vouch for that as it should, because too few
	 * replicas know of it, for example. It is refused, and given back.
	 */
	UNCERTAIN

}
