package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations by how long they are, a quarter of an octave apart, from a microsecond
 * to hours. Cheap to write to from many threads; what is read while they write may be a
 * few durations apart.
 */
final class Histogram {

	/** Most of them are never hit, so they are made when they are. */
	private final AtomicReferenceArray<LongAdder> buckets = new AtomicReferenceArray<>(Distribution.BUCKETS);

	void add(Duration duration) {
		int bucket = Distribution.bucket(duration);
		LongAdder adder = this.buckets.get(bucket);
		if (adder == null) {
			this.buckets.compareAndSet(bucket, null, new LongAdder());
			adder = this.buckets.get(bucket);
		}
		adder.increment();
	}

	Distribution read() {
		long[] counts = new long[Distribution.BUCKETS];
		for (int i = 0; i < counts.length; i++) {
			LongAdder adder = this.buckets.get(i);
			counts[i] = (adder != null) ? adder.sum() : 0;
		}
		return new Distribution(counts);
	}

}
