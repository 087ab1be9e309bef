package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up durations. Cheap to write to from many threads; what is read while they write
 * may be a few durations apart.
 */
final class Stopwatch {

	private final Histogram histogram = new Histogram();

	private final LongAdder total = new LongAdder();

	private final LongAccumulator max = new LongAccumulator(Math::max, 0);

	void add(Duration duration) {
		long nanos = duration.toNanos();
		this.histogram.add(duration);
		if (nanos > 0) {
			this.total.add(nanos);
			this.max.accumulate(nanos);
		}
	}

	Distribution distribution() {
		return this.histogram.read();
	}

	TimesDescriptor times() {
		return TimesDescriptor.of(distribution().count(), Duration.ofNanos(this.total.sum()),
				Duration.ofNanos(this.max.get()));
	}

}
