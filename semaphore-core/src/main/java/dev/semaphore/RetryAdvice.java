package dev.semaphore;

import java.time.Duration;

/**
 * Estimates when a permit can be had: how many want one, divided by how many come back in
 * a second. The rate is an exponentially weighted mean over about
 * {@value #MEMORY_SECONDS} seconds, taken only when somebody is refused, so that it costs
 * the others nothing.
 * <p>
 * Since nobody looks while nobody is refused, a calm time looks like a slow service: what
 * came back meanwhile is only the least that could have. So after more than
 * {@value #MEMORY_SECONDS} seconds without a refusal the rate known before counts unless
 * the one seen is higher, though less the older it is, and is replaced as soon as a new
 * one is measured; after more than a minute nothing is known any more.
 */
final class RetryAdvice {

	private static final double MEMORY_SECONDS = 5;

	/** By then what is not looked at is forgotten. */
	private static final double OBLIVION_SECONDS = 60;

	/** How many times as long as was looked on may be advised. */
	private static final double MAX_EXTRAPOLATION = 10;

	private static final double NANOS_PER_SECOND = 1e9;

	/** Samples closer together than this say little. */
	private static final double MIN_SECONDS = 0.1;

	/** What is said before anything is known. */
	private static final double UNKNOWN_SECONDS = 1;

	private static final double SHORTEST_SECONDS = 0.001;

	private static final double LONGEST_SECONDS = 60;

	/** When two take a sample at once, either will do. */
	private volatile Sample sample;

	RetryAdvice(long now) {
		this.sample = Sample.unknown(now, 0);
	}

	/** How long to wait for {@code wanted} grants, given how many ended until now. */
	Duration retryAfter(long now, long released, long wanted) {
		Sample sample = this.sample;
		if ((now - sample.at) / NANOS_PER_SECOND >= MIN_SECONDS) {
			sample = sample.next(now, released);
			this.sample = sample;
		}
		return Duration.ofNanos((long) (sample.secondsFor(wanted) * NANOS_PER_SECOND));
	}

	/**
	 * What was seen at one time.
	 *
	 * @param at when
	 * @param released how many had ended by then
	 * @param since when looking often began
	 * @param watched for how many seconds the rate was measured
	 * @param perSecond the rate, or not a number
	 */
	private record Sample(long at, long released, long since, double watched, double perSecond) {

		static Sample unknown(long now, long released) {
			return new Sample(now, released, now, 0, Double.NaN);
		}

		Sample next(long now, long released) {
			double seconds = (now - this.at) / NANOS_PER_SECOND;
			if (seconds > OBLIVION_SECONDS) {
				return unknown(now, released);
			}
			double rate = (released - this.released) / seconds;
			if (seconds > MEMORY_SECONDS) {
				double known = Double.isNaN(this.perSecond) ? 0 : this.perSecond;
				double faded = known * Math.exp(-seconds / OBLIVION_SECONDS);
				return new Sample(now, released, now, seconds, Math.max(rate, faded));
			}
			double watched = (now - this.since) / NANOS_PER_SECOND;
			double weight = Math.max(1 - Math.exp(-seconds / MEMORY_SECONDS), seconds / watched);
			double mean = (weight < 1) ? this.perSecond + weight * (rate - this.perSecond) : rate;
			return new Sample(now, released, this.since, watched, mean);
		}

		double secondsFor(long wanted) {
			if (Double.isNaN(this.perSecond)) {
				return UNKNOWN_SECONDS;
			}
			double longest = Math.max(UNKNOWN_SECONDS, MAX_EXTRAPOLATION * this.watched);
			double seconds = Math.min((double) wanted / this.perSecond, Math.min(longest, LONGEST_SECONDS));
			return Math.max(seconds, SHORTEST_SECONDS);
		}

	}

}
