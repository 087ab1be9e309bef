package dev.semaphore.store;

/**
 * What stays the same while permits come and go, with a version: of two, the larger one
 * holds.
 *
 * @param permits the limit, 0 or more
 * @param forgotten how many permits are out, owned by nobody; 0 or more
 * @param version set by the store at each change; 0: not by a store, but as configured
 */
public record Terms(int permits, int forgotten, long version) {

	/**
	 * Creates terms.
	 */
	public Terms {
		if (permits < 0 || forgotten < 0 || version < 0) {
			throw new IllegalArgumentException("permits, forgotten and version must be 0 or more, but are " + permits
					+ ", " + forgotten + " and " + version);
		}
	}

}
