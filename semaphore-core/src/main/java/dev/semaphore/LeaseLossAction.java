package dev.semaphore;

/**
 * What is done to the holder of a permit whose lease is lost, beside telling
 * {@linkplain Permit#whenLost(Runnable) whoever asked} and the listeners.
 */
public enum LeaseLossAction {

	/**
	 * Nothing more.
	 */
	REPORT,

	/**
	 * The thread that acquired the permit, waiting or not, is interrupted if the permit
	 * is not closed yet. Not for permits of {@link CountingSemaphore#acquireAsync}, which
	 * belong to no thread.
	 */
	INTERRUPT

}
