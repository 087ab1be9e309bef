package dev.semaphore;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that stands still until a test moves it.
 */
public final class ManualTime implements TimeSource {

	private static final long POLL_NANOS = 1_000_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong((timer) -> timer.due));

	private volatile long now;

	@Override
	public long nanoTime() {
		return this.now;
	}

	/** Looks again each millisecond: callers must bear to be woken for no reason. */
	@Override
	public void parkNanos(Object blocker, long nanos) {
		LockSupport.parkNanos(blocker, POLL_NANOS);
	}

	@Override
	public Future<?> schedule(Runnable task, Duration delay) {
		CompletableFuture<Void> handle = new CompletableFuture<>();
		this.lock.lock();
		try {
			this.timers.add(new Timer(this.now + delay.toNanos(), task, handle));
		}
		finally {
			this.lock.unlock();
		}
		return handle;
	}

	/**
	 * Moves time on and runs what becomes due, in the order of its time.
	 * @param duration by how much
	 */
	public void advance(Duration duration) {
		long target = this.now + duration.toNanos();
		Timer due = due(target);
		while (due != null) {
			this.now = Math.max(this.now, due.due);
			if (due.handle.complete(null)) {
				due.task.run();
			}
			due = due(target);
		}
		this.now = target;
	}

	/**
	 * Moves time on as for a process that stands still: what becomes due runs when time
	 * is moved on the next time.
	 * @param duration by how much
	 */
	public void standStill(Duration duration) {
		long later = this.now + duration.toNanos();
		this.now = later;
	}

	private Timer due(long target) {
		this.lock.lock();
		try {
			Timer first = this.timers.peek();
			return (first != null && first.due <= target) ? this.timers.poll() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Timer(long due, Runnable task, CompletableFuture<Void> handle) {

	}

}
