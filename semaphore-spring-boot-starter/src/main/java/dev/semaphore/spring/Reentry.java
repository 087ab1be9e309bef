package dev.semaphore.spring;

/**
 * What happens to a nested call: one that asks for a semaphore while its thread runs the
 * body of another call that holds a permit of the same semaphore. If such a call waited,
 * it could wait for itself.
 */
public enum Reentry {

	/**
	 * The nested call runs on the permit that is held, which goes back when both are
	 * over. If it asks for more permits than that, for another key, or for all, it is
	 * treated as in {@link #REFUSE}.
	 */
	SHARE,

	/**
	 * The nested call takes permits of its own and waits for them as everybody does.
	 */
	COUNT,

	/**
	 * The nested call takes permits of its own if it can have them at once, and is
	 * refused with {@link dev.semaphore.RejectionReason#REENTRANT REENTRANT} if not. This
	 * is the default.
	 */
	REFUSE

}
