package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

import dev.semaphore.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done again and again until it is stopped, with a pause in between.
 */
final class RepeatedTask {

	private final Runnable task;

	private final Duration pause;

	private final TimeSource time;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Future<?> next;

	private boolean stopped;

	RepeatedTask(Runnable task, Duration pause, TimeSource time) {
		this.task = task;
		this.pause = pause;
		this.time = time;
	}

	void start() {
		this.lock.lock();
		try {
			if (!this.stopped) {
				this.next = this.time.schedule(this::run, this.pause);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void stop() {
		this.lock.lock();
		try {
			this.stopped = true;
			if (this.next != null) {
				this.next.cancel(false);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		try {
			this.task.run();
		}
		finally {
			start();
		}
	}

}
