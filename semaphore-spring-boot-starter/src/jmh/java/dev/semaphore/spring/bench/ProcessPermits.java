package dev.semaphore.spring.bench;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;

/**
 * This library's, of one process alone.
 */
final class ProcessPermits implements SharedLimit {

	private final CountingSemaphore semaphore;

	ProcessPermits(String name, int permits) {
		this.semaphore = CountingSemaphore.create(name, SemaphorePolicy.of(permits));
	}

	@Override
	public void run(Runnable work) throws InterruptedException {
		try (Permit permit = this.semaphore.acquire()) {
			work.run();
		}
	}

	@Override
	public void close() {
		// there is nothing to leave
	}

}
