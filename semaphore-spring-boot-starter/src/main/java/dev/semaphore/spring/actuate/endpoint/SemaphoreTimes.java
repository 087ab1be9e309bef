package dev.semaphore.spring.actuate.endpoint;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;

/**
 * Measures how long requests wait and permits are held, for every semaphore that it is
 * told of and as long as that is registered. Thread-safe.
 */
public final class SemaphoreTimes implements SemaphoreListener {

	private final Map<CountingSemaphore, TimedSemaphore> semaphores = new ConcurrentHashMap<>();

	@Override
	public void onRegistered(CountingSemaphore semaphore) {
		TimedSemaphore timed = new TimedSemaphore();
		if (this.semaphores.putIfAbsent(semaphore, timed) == null) {
			semaphore.addListener(timed);
		}
	}

	@Override
	public void onRemoved(CountingSemaphore semaphore) {
		TimedSemaphore timed = this.semaphores.remove(semaphore);
		if (timed != null) {
			semaphore.removeListener(timed);
		}
	}

	/**
	 * The times of a semaphore; nothing measured if it is unknown.
	 */
	TimedSemaphore of(CountingSemaphore semaphore) {
		return this.semaphores.getOrDefault(semaphore, TimedSemaphore.UNKNOWN);
	}

	int size() {
		return this.semaphores.size();
	}

}
