package dev.semaphore.bench;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

final class JdkLimiter implements Limiter {

	private final Semaphore semaphore;

	JdkLimiter(Semaphore semaphore) {
		this.semaphore = semaphore;
	}

	@Override
	public void run(Runnable body) throws InterruptedException {
		this.semaphore.acquire();
		try {
			body.run();
		}
		finally {
			this.semaphore.release();
		}
	}

	@Override
	public boolean run(long nanos, Runnable body) throws InterruptedException {
		if (!this.semaphore.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
			return false;
		}
		try {
			body.run();
			return true;
		}
		finally {
			this.semaphore.release();
		}
	}

	@Override
	public int queueLength() {
		return this.semaphore.getQueueLength();
	}

}
