package dev.semaphore;

/**
 * Why a request was refused.
 */
public enum RejectionReason {

	/**
	 * No permit is free and the caller does not wait.
	 */
	UNAVAILABLE,

	/**
	 * No permit came within the max wait.
	 */
	TIMED_OUT,

	/**
	 * As many callers as allowed wait already, or as many did and this one had to make
	 * room for another.
	 */
	QUEUE_FULL,

	/**
	 * More permits asked for than there are.
	 */
	TOO_LARGE,

	/**
	 * The semaphore is closed, by an operator or because the application stops.
	 */
	CLOSED,

	/**
	 * The thread was interrupted while it waited.
	 */
	INTERRUPTED,

	/**
	 * The caller holds a permit of the same semaphore already, and waiting for another
	 * could deadlock.
	 */
	REENTRANT,

	/**
	 * As many keys as are remembered are all in use.
	 */
	TOO_MANY_KEYS,

	/**
	 * The shared store does not answer.
	 */
	BACKEND_UNAVAILABLE

}
