package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;

import dev.semaphore.SemaphoreSnapshot;

/**
 * What had happened to a semaphore at one instant, since it was made.
 *
 * @param at the instant, in the time source's nanoseconds
 * @param snapshot the semaphore
 * @param waits how long those waited that got their permits
 * @param holds how long permits were held that came back
 */
record Sample(long at, SemaphoreSnapshot snapshot, Distribution waits, Distribution holds) {

	/** What happened since an earlier sample. */
	Span since(Sample earlier) {
		return new Span(Duration.ofNanos(this.at - earlier.at), this.snapshot.held(), this.snapshot.queueLength(),
				this.snapshot.statistics().acquired() - earlier.snapshot.statistics().acquired(),
				this.rejected() - earlier.rejected(), this.waits.since(earlier.waits), this.holds.since(earlier.holds));
	}

	private long rejected() {
		return this.snapshot.statistics().rejected().values().stream().mapToLong(Long::longValue).sum();
	}

}
