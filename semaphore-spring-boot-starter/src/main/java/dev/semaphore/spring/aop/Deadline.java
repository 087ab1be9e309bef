package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.List;

import dev.semaphore.AcquireRequest;
import dev.semaphore.TimeSource;

/**
 * The instant until which a call waits that takes several permits: the shortest max wait
 * among them, counted from when it began.
 */
final class Deadline {

	/** Some 146 years: far enough, and no sum with it overflows. */
	private static final Duration FAR = Duration.ofNanos(Long.MAX_VALUE / 2);

	private final TimeSource time;

	private final long start;

	private final long nanos;

	private Deadline(TimeSource time, Duration maxWait) {
		this.time = time;
		this.start = time.nanoTime();
		this.nanos = maxWait.toNanos();
	}

	static Deadline of(List<Claim> claims, TimeSource time) {
		Duration shortest = FAR;
		for (Claim claim : claims) {
			Duration maxWait = claim.maxWait();
			shortest = (maxWait.compareTo(shortest) < 0) ? maxWait : shortest;
		}
		return new Deadline(time, shortest);
	}

	/**
	 * A request that waits no longer than what is left. When nothing is left it waits for
	 * the shortest time there is, so that it is refused for having timed out.
	 */
	AcquireRequest limit(AcquireRequest request) {
		long left = (this.nanos > 0) ? Math.max(this.start + this.nanos - this.time.nanoTime(), 1) : 0;
		return request.withMaxWait(Duration.ofNanos(left));
	}

}
