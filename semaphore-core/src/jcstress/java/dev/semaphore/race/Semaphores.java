package dev.semaphore.race;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;

/**
 * What races are about.
 */
final class Semaphores {

	static final Duration DAY = Duration.ofDays(1);

	private Semaphores() {
	}

	/** One permit; futures are completed on the spot. */
	static CountingSemaphore one() {
		return CountingSemaphore.create("race", SemaphorePolicy.of(1).withMaxWait(DAY),
				SemaphoreOptions.defaults().withExecutor(Runnable::run));
	}

	/** The permit that is free. */
	static Permit take(CountingSemaphore semaphore) {
		Permit permit = semaphore.tryAcquire();
		if (permit == null) {
			throw new IllegalStateException("none free");
		}
		return permit;
	}

}
