package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Where a semaphore takes time from: reading it, waiting for it, being called when it has
 * come. Tests give one that they move by hand. Called outside of all locks.
 */
public interface TimeSource {

	/**
	 * The time of this machine: {@link System#nanoTime()}, parking, and a daemon thread
	 * that lives only while something is scheduled. What was scheduled runs on other
	 * daemon threads, as many as are needed, so none holds up another.
	 * @return the time source, always the same
	 */
	static TimeSource system() {
		return SystemTime.INSTANCE;
	}

	/**
	 * The time, from an arbitrary origin.
	 * @return nanoseconds, comparable as those of {@link System#nanoTime()}
	 */
	long nanoTime();

	/**
	 * Parks the current thread until it is unparked, interrupted, or the time has passed;
	 * may return sooner for no reason.
	 * @param blocker what the thread waits for, shown to those who look at the thread
	 * @param nanos how long at the most, in nanoseconds; above 0; {@link Long#MAX_VALUE}:
	 * for ever
	 */
	void parkNanos(Object blocker, long nanos);

	/**
	 * Runs a task once, when the time has passed, or throws: the time-outs of futures and
	 * of virtual threads depend on it.
	 * @param task what to run; it may call listeners, and so take long
	 * @param delay when to run it
	 * @return a handle to cancel it
	 */
	Future<?> schedule(Runnable task, Duration delay);

}
