package dev.semaphore;

/**
 * Whether a semaphore refuses anybody.
 */
public enum SemaphoreMode {

	/**
	 * It does what its policy says.
	 */
	ENFORCE,

	/**
	 * It lets everybody in at once and counts who would have been refused: for finding
	 * the right limit before it bites. {@code held} then shows the concurrency there is,
	 * and {@code available} goes below zero. Whether one that would have waited would
	 * have been refused is estimated from how fast permits come back.
	 */
	DRY_RUN,

	/**
	 * It lets everybody in and counts nothing.
	 */
	OFF

}
