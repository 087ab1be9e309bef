package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counts durations by how long they are, a quarter of an octave apart, from a microsecond
 * to hours. Cheap to write to from many threads; what is read while they write may be a
 * few durations apart.
 */
final class Histogram {

	/**
	 * Made when the first duration comes, as each of the buckets is: most are never hit.
	 */
	private final AtomicReference<@Nullable AtomicReferenceArray<@Nullable LongAdder>> buckets = new AtomicReference<>();

	void add(Duration duration) {
		AtomicReferenceArray<@Nullable LongAdder> buckets = buckets();
		int bucket = Distribution.bucket(duration);
		LongAdder adder = buckets.get(bucket);
		if (adder == null) {
			LongAdder added = new LongAdder();
			LongAdder other = buckets.compareAndExchange(bucket, null, added);
			adder = (other != null) ? other : added;
		}
		adder.increment();
	}

	private AtomicReferenceArray<@Nullable LongAdder> buckets() {
		AtomicReferenceArray<@Nullable LongAdder> buckets = this.buckets.get();
		if (buckets == null) {
			AtomicReferenceArray<@Nullable LongAdder> added = new AtomicReferenceArray<>(Distribution.BUCKETS);
			AtomicReferenceArray<@Nullable LongAdder> other = this.buckets.compareAndExchange(null, added);
			buckets = (other != null) ? other : added;
		}
		return buckets;
	}

	Distribution read() {
		AtomicReferenceArray<@Nullable LongAdder> buckets = this.buckets.get();
		if (buckets == null) {
			return Distribution.NONE;
		}
		long[] counts = new long[Distribution.BUCKETS];
		for (int i = 0; i < counts.length; i++) {
			LongAdder adder = buckets.get(i);
			counts[i] = (adder != null) ? adder.sum() : 0;
		}
		return new Distribution(counts);
	}

}
