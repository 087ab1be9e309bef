package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.TimeSource;

/**
 * Logs refusals: the first of a semaphore at once, and what followed it as one line for
 * each interval, never a line for each. Thread-safe.
 */
public final class RefusalLog implements SemaphoreListener {

	private final Map<CountingSemaphore, RefusalSum> sums = new ConcurrentHashMap<>();

	private final Duration interval;

	private final TimeSource time;

	/**
	 * Creates the log.
	 * @param interval how much time a line stands for; zero: nothing is logged
	 * @param time tells when an interval is over
	 */
	public RefusalLog(Duration interval, TimeSource time) {
		this.interval = interval;
		this.time = time;
	}

	@Override
	public boolean hearsOfPermits() {
		return false;
	}

	@Override
	public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
			Duration waited) {
		if (this.interval.isZero()) {
			return;
		}
		this.sums.computeIfAbsent(semaphore, (name) -> new RefusalSum(semaphore, this.interval, this.time)).add(reason);
	}

	@Override
	public void onRemoved(CountingSemaphore semaphore) {
		this.sums.remove(semaphore);
	}

}
