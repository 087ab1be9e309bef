package dev.semaphore.spring.aop;

import dev.semaphore.Permit;

/**
 * A permit that somebody else closes.
 *
 * @param permit the permit
 */
record LentPermit(Permit permit) implements Permit {

	@Override
	public int weight() {
		return this.permit.weight();
	}

	@Override
	public void close() {
	}

	@Override
	public void forget() {
		this.permit.forget();
	}

}
