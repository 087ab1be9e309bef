package dev.semaphore.spring.actuate.health;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Refusals of one semaphore that follow each other closely.
 */
final class RefusalStreak {

	/** After so long without a refusal it is over. */
	private static final long PAUSE = Duration.ofSeconds(10).toNanos();

	private final ReentrantLock lock = new ReentrantLock();

	private long first;

	private long last;

	RefusalStreak(long now) {
		this.first = now;
		this.last = now;
	}

	void refused(long now) {
		this.lock.lock();
		try {
			if (now - this.last > PAUSE) {
				this.first = now;
			}
			this.last = now;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How long it has gone on; zero if it is over. */
	Duration length(long now) {
		this.lock.lock();
		try {
			return (now - this.last > PAUSE) ? Duration.ZERO : Duration.ofNanos(now - this.first);
		}
		finally {
			this.lock.unlock();
		}
	}

}
