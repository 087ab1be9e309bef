package dev.semaphore;

import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait, linked in the order of arrival: adding, removing and counting take
 * constant time. Who is {@linkplain #next() next} is for the order to say. Guarded by the
 * ledger's lock.
 */
abstract class WaitQueue {

	private @Nullable Waiter oldest;

	private @Nullable Waiter newest;

	/** The oldest that the {@link SharedAlarm} may watch. */
	private @Nullable Waiter firstWatchable;

	private int size;

	static WaitQueue of(SemaphorePolicy policy, long now) {
		if (policy.permitsPerKey() < Integer.MAX_VALUE) {
			return new KeyedQueue(policy, now);
		}
		return switch (policy.order()) {
			case FIFO -> new ArrivalQueue();
			case BARGING -> new BargingQueue(policy);
			case LIFO -> new NewestFirstQueue();
			case PRIORITY -> new RankedQueue(policy, now);
		};
	}

	/** Finds out where a newcomer stands; false if there is no room for its key. */
	boolean receive(Waiter newcomer) {
		return true;
	}

	/** Who is to be served next, whether or not the permits suffice; null for nobody. */
	abstract @Nullable Waiter next();

	/** Whether a newcomer may take what is free although others wait, if any do. */
	abstract boolean mayGoFirst(Waiter newcomer);

	/** Who makes room for a newcomer in a full queue; null for nobody. */
	@Nullable Waiter yieldsTo(Waiter newcomer) {
		return null;
	}

	/** Whether the flags must send newcomers to the lock while this one is next. */
	abstract boolean holdsUpNewcomers(Waiter next);

	/** Whether this one, being next, is to try for itself, not to be handed permits. */
	boolean letsTry(Waiter next) {
		return false;
	}

	/** Notes how late it is. */
	void age(long now) {
	}

	/** Whether permits count for keys. */
	boolean hasKeys() {
		return false;
	}

	/** The share of a request's key; null if there is no room for one more. */
	@Nullable KeyShare share(@Nullable String key) {
		return KeyShare.UNLIMITED;
	}

	/** Counts permits for the share that took them. */
	void taken(KeyShare share, int weight) {
	}

	/** Counts permits no more for the key that took them. */
	void givenBack(@Nullable String key, int weight) {
	}

	/** How many keys hold permits or wait for them. */
	int busyKeys() {
		return 0;
	}

	/** The keys that are remembered. */
	Stream<KeyUsage> usages() {
		return Stream.empty();
	}

	void add(Waiter waiter) {
		waiter.older = this.newest;
		if (this.newest != null) {
			this.newest.newer = waiter;
		}
		else {
			this.oldest = waiter;
		}
		this.newest = waiter;
		this.size++;
		if (this.firstWatchable == null && waiter.watchable) {
			this.firstWatchable = waiter;
		}
	}

	/** Removes a waiter, if it is there. */
	void remove(Waiter waiter) {
		Waiter older = waiter.older;
		Waiter newer = waiter.newer;
		if (older == null && this.oldest != waiter) {
			return;
		}
		if (this.firstWatchable == waiter) {
			passFirstWatchable(newer);
		}
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

	final @Nullable Waiter firstWatchable() {
		return this.firstWatchable;
	}

	/** That one, which may not be watched from now on. */
	final @Nullable Waiter pollWatchable() {
		Waiter first = this.firstWatchable;
		if (first != null) {
			first.watchable = false;
			passFirstWatchable(first.newer);
		}
		return first;
	}

	final @Nullable Waiter oldestThatMayBePassed() {
		Waiter waiter = this.oldest;
		while (waiter != null && waiter.request.exclusive()) {
			waiter = waiter.newer;
		}
		return waiter;
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

	/* Each waiter is passed once, since newcomers are behind. */
	private void passFirstWatchable(@Nullable Waiter behind) {
		Waiter waiter = behind;
		while (waiter != null && !waiter.watchable) {
			waiter = waiter.newer;
		}
		this.firstWatchable = waiter;
	}

}
