package dev.semaphore;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A call to a store that may be answered once, or fail.
 */
final class StoreCall {

	final long sentAt;

	/** When it is taken to get no answer any more. */
	final long dueAt;

	private final Consumer<Throwable> failure;

	private final AtomicBoolean settled = new AtomicBoolean();

	StoreCall(long sentAt, long dueAt, Consumer<Throwable> failure) {
		this.sentAt = sentAt;
		this.dueAt = dueAt;
		this.failure = failure;
	}

	boolean isSettled() {
		return this.settled.get();
	}

	/** Whether it was not settled before. */
	boolean settle() {
		return this.settled.compareAndSet(false, true);
	}

	void fail(Throwable ex) {
		if (settle()) {
			this.failure.accept(ex);
		}
	}

}
