package dev.semaphore.bench;

import java.time.Duration;

/**
 * Something that lets so many in at once, as the benchmarks see it.
 */
interface Limiter {

	/** Longer than any benchmark waits. */
	Duration LONG = Duration.ofMinutes(10);

	/** Gets in, waiting for as long as it takes, runs the body, and leaves. */
	void run(Runnable body) throws Exception;

	/**
	 * Gets in, waiting no longer than said, runs the body, and leaves.
	 * @param nanos how long to wait at the most
	 * @param body what to run inside
	 * @return false if the time was over first
	 */
	default boolean run(long nanos, Runnable body) throws Exception {
		throw new UnsupportedOperationException("does not wait for a limited time");
	}

	/** How many wait. */
	default int queueLength() {
		throw new UnsupportedOperationException("does not know who waits");
	}

}
