package dev.semaphore;

import java.time.Duration;

/**
 * Durations as nanoseconds of a {@link TimeSource}, and back.
 */
final class Nanos {

	/** Longer than anybody waits, and far from where the arithmetic would overflow. */
	static final long FOREVER = Long.MAX_VALUE / 4;

	private Nanos() {
	}

	/** Its nanoseconds, {@link #FOREVER} at the most. */
	static long of(Duration duration) {
		return (duration.toSeconds() < FOREVER / 1_000_000_000L) ? duration.toNanos() : FOREVER;
	}

	/** What has passed, zero at the least. */
	static Duration duration(long nanos) {
		return (nanos > 0) ? Duration.ofNanos(nanos) : Duration.ZERO;
	}

}
