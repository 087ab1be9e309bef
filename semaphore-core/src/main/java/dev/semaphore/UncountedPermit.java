package dev.semaphore;

/**
 * What {@link SemaphoreMode#OFF} hands out: nothing that anybody could miss.
 */
record UncountedPermit(int weight) implements Permit {

	@Override
	public void close() {
	}

	@Override
	public void forget() {
	}

}
