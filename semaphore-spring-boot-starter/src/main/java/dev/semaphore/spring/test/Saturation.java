package dev.semaphore.spring.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;

/**
 * Takes all permits of semaphores.
 */
final class Saturation {

	private Saturation() {
	}

	static List<Permit> of(SemaphoreRegistry registry, String... names) {
		List<Permit> permits = new ArrayList<>();
		try {
			for (String name : names) {
				CountingSemaphore semaphore = registry.get(name);
				int all = semaphore.snapshot().permits();
				if (all > 0) {
					permits.add(takeAll(semaphore, all));
				}
			}
		}
		catch (RuntimeException ex) {
			permits.forEach(Permit::close);
			throw ex;
		}
		return permits;
	}

	private static Permit takeAll(CountingSemaphore semaphore, int permits) {
		AcquireRequest request = AcquireRequest.of(permits).withMaxWait(Duration.ZERO).withCaller("@Saturated");
		try {
			return semaphore.acquire(request);
		}
		catch (PermitRejectedException ex) {
			throw new IllegalStateException("@Saturated cannot take all " + permits + " permit(s) of semaphore '"
					+ semaphore.name() + "': " + Leftovers.of(semaphore), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while saturating semaphore '" + semaphore.name() + "'", ex);
		}
	}

}
