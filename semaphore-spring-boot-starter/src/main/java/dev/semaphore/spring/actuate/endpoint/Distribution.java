package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many durations were how long. Immutable.
 */
final class Distribution {

	/** Four in each octave of microseconds; the last one is for all above two hours. */
	static final int BUCKETS = 128;

	/** That of a histogram to which nothing came, and of all of them the same. */
	static final Distribution NONE = new Distribution(new long[BUCKETS]);

	private static final int PER_OCTAVE = 4;

	private final long[] counts;

	/** Takes the array, which must not change any more. */
	Distribution(long[] counts) {
		this.counts = counts;
	}

	static int bucket(Duration duration) {
		long micros = duration.toNanos() / 1000;
		if (micros < PER_OCTAVE) {
			return (int) Math.max(micros, 0);
		}
		int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
		int quarter = (int) (micros >> (octave - 2)) & (PER_OCTAVE - 1);
		return Math.min((octave - 1) * PER_OCTAVE + quarter, BUCKETS - 1);
	}

	long count() {
		return Arrays.stream(this.counts).sum();
	}

	/**
	 * What came on top of an earlier reading of the same histogram. Of a semaphore that
	 * is idle nothing is kept in minutes of steps.
	 */
	Distribution since(Distribution earlier) {
		if (Arrays.equals(this.counts, earlier.counts)) {
			return NONE;
		}
		long[] difference = new long[BUCKETS];
		Arrays.setAll(difference, (i) -> this.counts[i] - earlier.counts[i]);
		return new Distribution(difference);
	}

	Distribution and(Distribution other) {
		long[] sum = new long[BUCKETS];
		Arrays.setAll(sum, (i) -> this.counts[i] + other.counts[i]);
		return new Distribution(sum);
	}

	/** The mean in nanoseconds, give or take some percent; 0 if there is none. */
	double mean() {
		double sum = 0;
		for (int i = 0; i < BUCKETS; i++) {
			sum += this.counts[i] * (double) middle(i).toNanos();
		}
		return sum / Math.max(count(), 1);
	}

	/**
	 * The squared coefficient of variation: 0 if all are equal, 1 if they are
	 * exponentially distributed.
	 */
	double variation() {
		double mean = mean();
		double squares = 0;
		for (int i = 0; i < BUCKETS; i++) {
			double distance = middle(i).toNanos() - mean;
			squares += this.counts[i] * distance * distance;
		}
		return (mean > 0) ? squares / count() / mean / mean : 0;
	}

	/**
	 * The duration that a share of all does not exceed, give or take an eighth; zero if
	 * there is none.
	 */
	Duration percentile(double share) {
		long rank = (long) Math.ceil(share * count());
		long seen = 0;
		for (int i = 0; i < BUCKETS; i++) {
			seen += this.counts[i];
			if (seen >= rank && seen > 0) {
				return middle(i);
			}
		}
		return Duration.ZERO;
	}

	/** Below a microsecond is as good as nothing. */
	private static Duration middle(int bucket) {
		if (bucket < PER_OCTAVE) {
			return Duration.ofNanos(bucket * 1000L);
		}
		long width = 1000L << (bucket / PER_OCTAVE - 1);
		return Duration.ofNanos((PER_OCTAVE + bucket % PER_OCTAVE) * width + width / 2);
	}

}
