package dev.semaphore;

/**
 * Whether a semaphore lets callers in.
 */
public enum SemaphoreState {

	/**
	 * Callers get permits while there are some.
	 */
	OPEN,

	/**
	 * Everybody is refused until it is opened.
	 */
	CLOSED

}
