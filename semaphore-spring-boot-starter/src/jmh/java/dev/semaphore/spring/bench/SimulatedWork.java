package dev.semaphore.spring.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes its time, and more of it when more run at once than it can bear: with twice as
 * many each takes four times as long, as where memory, locks or a disk are fought for,
 * and at the worst a hundred times as long.
 */
final class SimulatedWork {

	private static final double WORST = 100;

	private final AtomicInteger running = new AtomicInteger();

	private final Duration time;

	private final int capacity;

	SimulatedWork(Duration time, int capacity) {
		this.time = time;
		this.capacity = capacity;
	}

	String run() {
		double load = (double) this.running.incrementAndGet() / this.capacity;
		try {
			sleep((long) (this.time.toNanos() * Math.min(Math.max(1, load * load), WORST)));
			return "done";
		}
		finally {
			this.running.decrementAndGet();
		}
	}

	private static void sleep(long nanos) {
		long end = System.nanoTime() + nanos;
		long remaining = nanos;
		while (remaining > 0) {
			LockSupport.parkNanos(remaining);
			remaining = end - System.nanoTime();
		}
	}

}
