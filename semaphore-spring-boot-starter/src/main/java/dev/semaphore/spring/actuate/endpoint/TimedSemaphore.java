package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;

/**
 * How long requests of one semaphore waited until they got their permits, and how long
 * they held them.
 */
final class TimedSemaphore implements SemaphoreListener {

	static final TimedSemaphore UNKNOWN = new TimedSemaphore();

	private final Stopwatch wait = new Stopwatch();

	private final Stopwatch hold = new Stopwatch();

	@Override
	public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
		this.wait.add(waited);
	}

	@Override
	public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		this.hold.add(held);
	}

	TimesDescriptor waitTimes() {
		return this.wait.times();
	}

	TimesDescriptor holdTimes() {
		return this.hold.times();
	}

}
