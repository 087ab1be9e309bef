package dev.semaphore;

/**
 * Who is served next when callers wait.
 */
public enum QueueOrder {

	/**
	 * First come, first served, strictly: nobody passes a waiter, not even
	 * {@code tryAcquire} or a lighter request. Starves nobody. Every permit that comes
	 * back to a queue costs a hand-over to the first waiter.
	 */
	FIFO,

	/**
	 * Newest first: under overload those who came last still have callers that listen.
	 * When the queue is full, the <i>oldest</i> waiter is refused to make room. May
	 * starve old waiters until their max wait ends; only exclusive requests are never
	 * passed, and make room for nobody.
	 */
	LIFO,

	/**
	 * A free permit goes to whoever asks first, but a waiter passed over for longer than
	 * {@link SemaphorePolicy#maxOvertaking()} is served next (a thread that was told to
	 * try may be passed until it gets a processor); waiters among themselves are first
	 * come, first served. Far more throughput than FIFO under contention with short
	 * holds, and starves nobody.
	 */
	BARGING,

	/**
	 * Larger {@link AcquireRequest#priority() priority} first, equal ones first come
	 * first served. Waiters age by one priority for each
	 * {@link SemaphorePolicy#priorityAging()} waited, so that none starves: a request is
	 * passed only by those of higher priority that come within
	 * {@code (their priority - its priority) x priorityAging} after it.
	 */
	PRIORITY

}
