package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;

/**
 * What happened lately, in the last 10 to 20 seconds.
 *
 * @param seconds how long ago it begins
 * @param acquired how many requests got their permits
 * @param rejected how many were refused
 * @param waitMillis how long those waited that got their permits
 * @param holdMillis how long permits were held that came back
 */
public record SpanDescriptor(double seconds, long acquired, long rejected, PercentilesDescriptor waitMillis,
		PercentilesDescriptor holdMillis) {

	static SpanDescriptor of(Span span) {
		return new SpanDescriptor(millis(span.length()) / 1000, span.acquired(), span.rejected(),
				PercentilesDescriptor.of(span.waits()), PercentilesDescriptor.of(span.holds()));
	}

	static double millis(Duration duration) {
		long micros = duration.toNanos() / 1000;
		return micros / 1000.0;
	}

}
