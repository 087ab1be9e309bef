package dev.semaphore.store;

import java.util.Objects;

/**
 * What one instance has of a semaphore.
 *
 * @param instance the instance
 * @param held how many permits it holds
 * @param queueLength how many of its claims wait
 */
public record InstanceShare(String instance, int held, int queueLength) {

	/**
	 * Creates a share.
	 */
	public InstanceShare {
		Objects.requireNonNull(instance, "instance");
		if (held < 0 || queueLength < 0) {
			throw new IllegalArgumentException(
					"held and queueLength must be 0 or more, but are " + held + " and " + queueLength);
		}
	}

}
