package dev.semaphore;

import java.util.Comparator;

/**
 * How much of a semaphore one key uses.
 *
 * @param key the key
 * @param held how many permits it holds
 * @param queueLength how many of its requests wait
 * @param acquired how many of its requests got their permits since it was last forgotten
 */
public record KeyUsage(String key, int held, int queueLength, long acquired) {

	/** Most waiting, then most held, then most served. */
	static final Comparator<KeyUsage> BUSIEST_FIRST = Comparator.comparingInt(KeyUsage::queueLength)
		.thenComparingInt(KeyUsage::held)
		.thenComparingLong(KeyUsage::acquired)
		.reversed();

}
