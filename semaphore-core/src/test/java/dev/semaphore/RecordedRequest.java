package dev.semaphore;

/**
 * When things happened to a request that was granted, as numbers of one sequence. Some
 * are of a moment before or after what they tell of, so that what follows from them is
 * certain.
 *
 * @param request what was asked for
 * @param called before it was asked
 * @param placed after it had its place in the queue; {@link Long#MAX_VALUE} if it did not
 * wait
 * @param granted while it held the only permit
 * @param releasing before it gave that back
 */
record RecordedRequest(AcquireRequest request, long called, long placed, long granted, long releasing) {

	/** Whether it has its place in the queue before the other one comes. */
	boolean isSurelyBefore(RecordedRequest other) {
		return this.placed < other.called;
	}

	/** Whether it waits when a permit comes back that is granted to another one. */
	boolean surelyWaitsAt(long releasing) {
		return this.placed < releasing && releasing < this.granted;
	}

	boolean waited() {
		return this.placed < Long.MAX_VALUE;
	}

}
