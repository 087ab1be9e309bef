package dev.semaphore.bench;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes and gives back by compare-and-set, and spins when it cannot.
 */
final class CompareAndSetFloor implements Limiter {

	private final AtomicInteger available;

	CompareAndSetFloor(int permits) {
		this.available = new AtomicInteger(permits);
	}

	@Override
	public void run(Runnable body) {
		add(-1);
		try {
			body.run();
		}
		finally {
			add(1);
		}
	}

	private void add(int permits) {
		int current = this.available.get();
		while (current + permits < 0 || !this.available.compareAndSet(current, current + permits)) {
			Thread.onSpinWait();
			current = this.available.get();
		}
	}

}
