package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up durations. Cheap to write to from many threads; what is read while they write
 * may be a few durations apart.
 */
final class Stopwatch {

	private final LongAdder count = new LongAdder();

	private final LongAdder total = new LongAdder();

	private final LongAccumulator max = new LongAccumulator(Math::max, 0);

	void add(Duration duration) {
		long nanos = duration.toNanos();
		this.count.increment();
		if (nanos > 0) {
			this.total.add(nanos);
			this.max.accumulate(nanos);
		}
	}

	TimesDescriptor times() {
		return TimesDescriptor.of(this.count.sum(), Duration.ofNanos(this.total.sum()),
				Duration.ofNanos(this.max.get()));
	}

}
