package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The time of this machine. Its one timer runs nothing itself: what it is told to run may
 * be held up by anything, a listener for example, and no other may wait for that.
 */
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
		return this.timer.schedule(() -> runElsewhere(task), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static void runElsewhere(Runnable task) {
		try {
			ContinuationThreads.EXECUTOR.execute(task);
		}
		catch (Throwable ex) {
			// no thread is to be had: late is better than never
			task.run();
		}
	}

}
