package dev.semaphore;

/**
 * Whether the store of a {@link SharedSemaphore} answers.
 */
public enum BackendState {

	/**
	 * It does.
	 */
	UP,

	/**
	 * It failed or gave no answer in time. It is asked again and again, and callers are
	 * dealt with as {@link LeaseOptions#onBackendFailure()} says.
	 */
	DOWN

}
