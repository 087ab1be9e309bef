package dev.semaphore;

/**
 * What happens to callers while the store of a {@link SharedSemaphore} does not answer.
 */
public enum BackendFailurePolicy {

	/**
	 * They are refused with {@link RejectionReason#BACKEND_UNAVAILABLE
	 * BACKEND_UNAVAILABLE}. Never more than {@code permits} are let in.
	 */
	REJECT,

	/**
	 * Each instance goes on by itself with its share of the permits: the permits divided
	 * by the number of instances last seen, rounded down, but at least one. What it holds
	 * already counts. Instances that cannot see each other may divide by too small a
	 * number.
	 */
	LOCAL,

	/**
	 * They are let in, all of them.
	 */
	ALLOW

}
