package dev.semaphore.spring.aop;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts the thread that runs a body, if that is told before the body has returned,
 * and never afterwards.
 */
final class BodyInterrupt implements Runnable {

	private final Thread thread = Thread.currentThread();

	private final ReentrantLock lock = new ReentrantLock();

	private boolean over;

	private boolean interrupted;

	@Override
	public void run() {
		this.lock.lock();
		try {
			if (!this.over) {
				this.interrupted = true;
				this.thread.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The body has returned: what it did not notice is no business of its caller.
	 * @param lost whether its permit is lost, for which a store interrupts it as well
	 */
	void end(boolean lost) {
		this.lock.lock();
		try {
			this.over = true;
			if (this.interrupted || lost) {
				Thread.interrupted();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
