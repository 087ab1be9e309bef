package dev.semaphore;

/**
 * Wakes a waiter that is to try for itself.
 */
final class Signal extends Notice {

	private final Waiter waiter;

	Signal(Waiter waiter) {
		this.waiter = waiter;
	}

	@Override
	void announce() {
		this.waiter.wake();
	}

}
