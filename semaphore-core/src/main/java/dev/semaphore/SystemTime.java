package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

final class SystemTime implements TimeSource {

	static final SystemTime INSTANCE = new SystemTime();

	private final ScheduledThreadPoolExecutor timer;

	private SystemTime() {
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> ContinuationThreads.daemon(task, "semaphore-timer"));
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setKeepAliveTime(5, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
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
