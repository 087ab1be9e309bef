package dev.semaphore.spring.aop;

import java.util.OptionalLong;

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

	@Override
	public boolean lost() {
		return this.permit.lost();
	}

	@Override
	public void whenLost(Runnable action) {
		this.permit.whenLost(action);
	}

	@Override
	public OptionalLong fencingToken() {
		return this.permit.fencingToken();
	}

}
