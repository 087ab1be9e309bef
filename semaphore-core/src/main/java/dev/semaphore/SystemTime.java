package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

final class SystemTime implements TimeSource {

	static final SystemTime INSTANCE = new SystemTime("semaphore-timer");

	private static final SystemTime ALARMS = new SystemTime("semaphore-alarm");

	private final ScheduledThreadPoolExecutor timer;

	private SystemTime(String thread) {
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> ContinuationThreads.daemon(task, thread));
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setKeepAliveTime(5, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
	}

	/**
	 * The same time with another thread, on which nobody's code runs that could hold up
	 * alarms, or wait for one itself.
	 */
	static TimeSource ofAlarms(TimeSource time) {
		return (time == INSTANCE) ? ALARMS : time;
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public void parkNanos(Object blocker, long nanos) {
		if (nanos == Long.MAX_VALUE) {
			// a virtual thread that parks for a time costs a timer
			LockSupport.park(blocker);
		}
		else {
			LockSupport.parkNanos(blocker, nanos);
		}
	}

	@Override
	public Future<?> schedule(Runnable task, Duration delay) {
		return this.timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

}
