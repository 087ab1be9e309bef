package dev.semaphore.spring.actuate.endpoint;

/**
 * How long it took, in milliseconds, give or take an eighth; 0 if nothing happened.
 *
 * @param p50 half of it took no longer
 * @param p95 95 of 100 took no longer
 * @param p99 99 of 100 took no longer
 */
public record PercentilesDescriptor(double p50, double p95, double p99) {

	static PercentilesDescriptor of(Distribution distribution) {
		return new PercentilesDescriptor(SpanDescriptor.millis(distribution.percentile(0.5)),
				SpanDescriptor.millis(distribution.percentile(0.95)),
				SpanDescriptor.millis(distribution.percentile(0.99)));
	}

}
