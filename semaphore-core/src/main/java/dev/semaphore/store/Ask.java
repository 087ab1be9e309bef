package dev.semaphore.store;

/**
 * A wish for permits.
 *
 * @param id names the claim it makes, among those of its instance; 1 or more, never used
 * twice
 * @param weight how many permits, 1 or more; ignored if exclusive
 * @param exclusive whether to take all permits there are
 * @param waits whether to wait if it does not fit
 * @param maxQueue how many may wait, over all instances, before it is refused instead; 0
 * or more
 */
public record Ask(long id, int weight, boolean exclusive, boolean waits, int maxQueue) {

	/**
	 * Creates a wish.
	 */
	public Ask {
		if (id < 1 || weight < 1 || maxQueue < 0) {
			throw new IllegalArgumentException("id and weight must be 1 or more and maxQueue 0 or more, but are " + id
					+ ", " + weight + " and " + maxQueue);
		}
	}

}
