package dev.semaphore;

import org.jspecify.annotations.Nullable;

/**
 * First come, first served: {@link QueueOrder#FIFO}, and the waiters of
 * {@link QueueOrder#BARGING}, whom newcomers pass until they starve.
 */
final class ArrivalQueue extends WaitQueue {

	private final boolean barging;

	ArrivalQueue(boolean barging) {
		this.barging = barging;
	}

	@Override
	@Nullable Waiter next() {
		return oldest();
	}

	@Override
	boolean mayGoFirst(Waiter newcomer) {
		Waiter next = oldest();
		return next == null || !holdsUpNewcomers(next);
	}

	@Override
	boolean holdsUpNewcomers(Waiter next) {
		return !this.barging || next.starving || next.request.exclusive();
	}

}
