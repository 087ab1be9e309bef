package dev.semaphore.spring.aop;

import dev.semaphore.Permit;

/**
 * A permit that somebody else closes.
 *
 * @param permit the permit
 */
record LentPermit(Permit permit) implements Permit {

	/**
	 * A permit that goes back when the request is over.
	 */
	static LentPermit until(MvcRequest request, Permit permit) {
		request.onEnd(permit::close);
		return new LentPermit(permit);
	}

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
