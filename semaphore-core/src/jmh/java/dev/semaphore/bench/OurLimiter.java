package dev.semaphore.bench;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;

final class OurLimiter implements Limiter {

	private final CountingSemaphore semaphore;

	OurLimiter(CountingSemaphore semaphore) {
		this.semaphore = semaphore;
	}

	@Override
	public void run(Runnable body) throws InterruptedException {
		try (Permit permit = this.semaphore.acquire()) {
			body.run();
		}
	}

	@Override
	public boolean run(long nanos, Runnable body) throws InterruptedException {
		try (Permit permit = this.semaphore.acquire(1, Duration.ofNanos(nanos))) {
			body.run();
			return true;
		}
		catch (PermitRejectedException ex) {
			return false;
		}
	}

	@Override
	public int queueLength() {
		return this.semaphore.snapshot().queueLength();
	}

}
