package dev.semaphore;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait, linked in the order of arrival: adding, removing and counting take
 * constant time. Who is {@linkplain #next() next} is for the order to say. Guarded by the
 * ledger's lock.
 */
abstract class WaitQueue {

	private @Nullable Waiter oldest;

	private @Nullable Waiter newest;

	private int size;

	private long arrivals;

	static WaitQueue of(SemaphorePolicy policy) {
		if (policy.permitsPerKey() < Integer.MAX_VALUE) {
			return new KeyedQueue(policy);
		}
		return switch (policy.order()) {
			case FIFO -> new ArrivalQueue(false);
			case BARGING -> new ArrivalQueue(true);
			case LIFO -> new NewestFirstQueue();
			case PRIORITY -> new RankedQueue();
		};
	}

	/** Who is to be served next, whether or not the permits suffice; null for nobody. */
	abstract @Nullable Waiter next();

	/** Whether a newcomer may take what is free although others wait, if any do. */
	abstract boolean mayGoFirst(Waiter newcomer);

	/** Whether the flags must send newcomers to the lock while this one is next. */
	abstract boolean holdsUpNewcomers(Waiter next);

	void add(Waiter waiter) {
		waiter.arrival = this.arrivals++;
		waiter.older = this.newest;
		if (this.newest != null) {
			this.newest.newer = waiter;
		}
		else {
			this.oldest = waiter;
		}
		this.newest = waiter;
		this.size++;
	}

	void remove(Waiter waiter) {
		Waiter older = waiter.older;
		Waiter newer = waiter.newer;
		if (older != null) {
			older.newer = newer;
		}
		else {
			this.oldest = newer;
		}
		if (newer != null) {
			newer.older = older;
		}
		else {
			this.newest = older;
		}
		waiter.older = null;
		waiter.newer = null;
		this.size--;
	}

	final int size() {
		return this.size;
	}

	final @Nullable Waiter oldest() {
		return this.oldest;
	}

	final @Nullable Waiter newest() {
		return this.newest;
	}

	/** Shows up to {@code limit} waiters, oldest first; the action may remove them. */
	final void forEach(int limit, Consumer<Waiter> action) {
		Waiter waiter = this.oldest;
		for (int i = 0; i < limit && waiter != null; i++) {
			Waiter newer = waiter.newer;
			action.accept(waiter);
			waiter = newer;
		}
	}

}
