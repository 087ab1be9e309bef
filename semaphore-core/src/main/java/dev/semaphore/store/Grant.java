package dev.semaphore.store;

/**
 * Permits that an instance holds.
 *
 * @param id the claim, 1 or more
 * @param weight how many permits, 1 or more; ignored if exclusive
 * @param exclusive whether it holds all permits there are
 * @param token its fencing token; 0: it was never granted by the store
 */
public record Grant(long id, int weight, boolean exclusive, long token) {

	/**
	 * Creates a grant.
	 */
	public Grant {
		if (id < 1 || weight < 1 || token < 0) {
			throw new IllegalArgumentException("id and weight must be 1 or more and token 0 or more, but are " + id
					+ ", " + weight + " and " + token);
		}
	}

}
