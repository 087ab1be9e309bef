package dev.semaphore.store;

/**
 * Is told that a claim that waited was granted. Does not block.
 */
public interface GrantListener {

	/**
	 * A claim of this instance was granted.
	 * @param id the claim
	 * @param token its fencing token
	 */
	void granted(long id, long token);

	/**
	 * Something may have happened: hints may have been lost, or the limit was changed.
	 */
	void lookAgain();

}
