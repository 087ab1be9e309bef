package dev.semaphore;

import java.time.Duration;

/**
 * Estimates when a permit can be had: how many want one, divided by how many come back in
 * a second. The rate is an exponentially weighted mean over about
 * {@value #MEMORY_SECONDS} seconds, taken only when somebody is refused, so that it costs
 * the others nothing.
 */
final class RetryAdvice {

	private static final double MEMORY_SECONDS = 5;

	private static final double NANOS_PER_SECOND = 1e9;

	/** Samples closer together than this say little. */
	private static final double MIN_SECONDS = 0.1;

	/** What is said before anything is known. */
	private static final Duration UNKNOWN = Duration.ofSeconds(1);

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofMinutes(1);

	/** When two take a sample at once, either will do. */
	private volatile Sample sample;

	RetryAdvice(long now) {
		this.sample = new Sample(now, 0, Double.NaN);
	}

	/** How long to wait for {@code wanted} grants, given how many ended until now. */
	Duration retryAfter(long now, long released, long wanted) {
		Sample sample = sample(now, released);
		if (Double.isNaN(sample.perSecond)) {
			return UNKNOWN;
		}
		double seconds = Math.min((double) wanted / sample.perSecond, (double) LONGEST.toSeconds());
		Duration advice = Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
		return (advice.compareTo(SHORTEST) < 0) ? SHORTEST : advice;
	}

	private Sample sample(long now, long released) {
		Sample last = this.sample;
		double seconds = (now - last.at) / NANOS_PER_SECOND;
		if (seconds < MIN_SECONDS) {
			return last;
		}
		double rate = (released - last.released) / seconds;
		double weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
		double mean = Double.isNaN(last.perSecond) ? rate : last.perSecond + weight * (rate - last.perSecond);
		Sample next = new Sample(now, released, mean);
		this.sample = next;
		return next;
	}

	private record Sample(long at, long released, double perSecond) {

	}

}
