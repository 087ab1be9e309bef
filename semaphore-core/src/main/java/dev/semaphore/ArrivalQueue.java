package dev.semaphore;

import org.jspecify.annotations.Nullable;

/**
 * First come, first served: {@link QueueOrder#FIFO}.
 */
class ArrivalQueue extends WaitQueue {

	@Override
	final @Nullable Waiter next() {
		return oldest();
	}

	@Override
	final boolean mayGoFirst(Waiter newcomer) {
		Waiter next = oldest();
		return next == null || !holdsUpNewcomers(next);
	}

	@Override
	boolean holdsUpNewcomers(Waiter next) {
		return true;
	}

}
