package dev.semaphore.spring.bench;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the requests of a run.
 */
final class Answers {

	private final ConcurrentLinkedQueue<Long> inTime = new ConcurrentLinkedQueue<>();

	private final LongAdder refused = new LongAdder();

	private final LongAdder tooLate = new LongAdder();

	private final Duration duration;

	Answers(Duration duration) {
		this.duration = duration;
	}

	void inTime(long nanos) {
		this.inTime.add(nanos);
	}

	void refused() {
		this.refused.increment();
	}

	void tooLate() {
		this.tooLate.increment();
	}

	/** Requests answered with success while the caller was still there. */
	double inTimePerSecond() {
		return (double) this.inTime.size() / this.duration.toSeconds();
	}

	double refusedPerSecond() {
		return this.refused.doubleValue() / this.duration.toSeconds();
	}

	/** Requests whose caller had gone, or was cut off. */
	double tooLatePerSecond() {
		return this.tooLate.doubleValue() / this.duration.toSeconds();
	}

	/** Of those answered in time, in milliseconds; not a number if there are none. */
	double percentileMillis(double percent) {
		long[] sorted = this.inTime.stream().mapToLong(Long::longValue).sorted().toArray();
		return (sorted.length == 0) ? Double.NaN
				: sorted[(int) Math.min(sorted.length * percent / 100, sorted.length - 1)] / 1e6;
	}

}
