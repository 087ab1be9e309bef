package dev.semaphore.spring.actuate.endpoint;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long requests wait and permits are held, for every semaphore that it is
 * told of and as long as that is registered, and remembers the last ten minutes in steps
 * of ten seconds, and the last events. Thread-safe.
 */
public final class SemaphoreTimes implements SemaphoreListener, AutoCloseable {

	private final Map<CountingSemaphore, TimedSemaphore> semaphores = new ConcurrentHashMap<>();

	private final TimeSource time;

	private final ReentrantLock lock = new ReentrantLock();

	/** The end of the step; null while there is nothing to measure, and after the end. */
	private @Nullable Future<?> step;

	private boolean closed;

	/**
	 * Measures in the system's time.
	 */
	public SemaphoreTimes() {
		this(TimeSource.system());
	}

	/**
	 * Measures in a time of its own.
	 * @param time tells when a step is over
	 */
	public SemaphoreTimes(TimeSource time) {
		this.time = time;
	}

	@Override
	public void onRegistered(CountingSemaphore semaphore) {
		TimedSemaphore timed = new TimedSemaphore(semaphore, this.time);
		if (this.semaphores.putIfAbsent(semaphore, timed) == null) {
			semaphore.addListener(timed);
			semaphore.addListener(timed.events());
			begin();
		}
	}

	@Override
	public void onRemoved(CountingSemaphore semaphore) {
		TimedSemaphore timed = this.semaphores.remove(semaphore);
		if (timed != null) {
			semaphore.removeListener(timed);
			semaphore.removeListener(timed.events());
		}
	}

	/**
	 * Ends the steps. Nothing lately happens from now on.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			if (this.step != null) {
				this.step.cancel(false);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The times of a semaphore; nothing measured if it is unknown.
	 */
	TimedSemaphore of(CountingSemaphore semaphore) {
		TimedSemaphore timed = this.semaphores.get(semaphore);
		return (timed != null) ? timed : new TimedSemaphore(semaphore, this.time);
	}

	/** Begins to measure a semaphore anew. */
	void clear(CountingSemaphore semaphore) {
		TimedSemaphore old = this.semaphores.get(semaphore);
		if (old == null) {
			return;
		}
		TimedSemaphore cleared = old.cleared();
		if (this.semaphores.replace(semaphore, old, cleared)) {
			semaphore.addListener(cleared);
			semaphore.removeListener(old);
			cleared.events().statisticsCleared();
			if (this.semaphores.get(semaphore) != cleared) {
				// removed meanwhile
				semaphore.removeListener(cleared);
			}
		}
	}

	int size() {
		return this.semaphores.size();
	}

	private void begin() {
		this.lock.lock();
		try {
			if (this.step == null && !this.closed) {
				this.step = this.time.schedule(this::end, TimedSemaphore.STEP);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void end() {
		this.semaphores.values().forEach(TimedSemaphore::step);
		this.lock.lock();
		try {
			this.step = null;
		}
		finally {
			this.lock.unlock();
		}
		if (!this.semaphores.isEmpty()) {
			begin();
		}
	}

}
