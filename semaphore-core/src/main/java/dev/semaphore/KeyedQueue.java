package dev.semaphore;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A queue whose waiters belong to keys. Among the keys that wait and are below their own
 * limit, the one that holds least is next, so each gets an equal share of what is free
 * (max-min fairness) and a key at its limit holds up nobody else; equal ones take turns.
 * Within a key, the policy's order. Requests without a key share one place without a
 * limit of its own. A key that fills the queue makes room for others: for a newcomer
 * whose key has at least two waiters fewer, the last in line of the key that has most of
 * them is refused. Exclusive requests go before all others, since a moment without
 * holders would else never come. Guarded by the ledger's lock.
 */
final class KeyedQueue extends WaitQueue {

	private final SemaphorePolicy policy;

	private final Comparator<Waiter> order;

	private final KeyShare keyless;

	private final Map<String, KeyShare> busy = new HashMap<>();

	/** Keys that hold nothing and wait for nothing, the longest idle first. */
	private final Map<String, KeyShare> idle = new LinkedHashMap<>();

	private final NavigableSet<KeyShare> competing = new TreeSet<>(KeyShare.BY_TURN);

	private final NavigableSet<KeyShare> waiting = new TreeSet<>(KeyShare.BY_LENGTH);

	private final Set<Waiter> exclusives = new LinkedHashSet<>();

	private final Ranking ranking;

	private long turns;

	private long arrivals;

	KeyedQueue(SemaphorePolicy policy, long now) {
		this.policy = policy;
		this.ranking = new Ranking(policy, now);
		Comparator<Waiter> byArrival = Comparator.comparingLong(Standing::arrival);
		this.order = switch (policy.order()) {
			case FIFO, BARGING -> byArrival;
			case LIFO -> byArrival.reversed();
			case PRIORITY -> Standing.BY_RANK;
		};
		this.keyless = new KeyShare(null, Integer.MAX_VALUE, this.order);
	}

	@Override
	boolean hasKeys() {
		return true;
	}

	/**
	 * The share of a key, made if there is room for one more.
	 * @return the share, or null if as many keys as are remembered are all busy
	 */
	@Override
	@Nullable KeyShare share(@Nullable String key) {
		if (key == null) {
			return this.keyless;
		}
		KeyShare share = this.busy.get(key);
		if (share == null) {
			share = this.idle.get(key);
		}
		if (share == null && hasRoom()) {
			share = new KeyShare(key, this.policy.permitsPerKey(), this.order);
			share.turn = ++this.turns;
			this.idle.put(key, share);
		}
		return share;
	}

	@Override
	boolean receive(Waiter newcomer) {
		if (newcomer.request.exclusive()) {
			return true;
		}
		KeyShare share = share(newcomer.request.key());
		if (share == null) {
			return false;
		}
		newcomer.standing = new Standing(this.ranking.rank(newcomer), share);
		return true;
	}

	@Override
	@Nullable Waiter next() {
		if (!this.exclusives.isEmpty()) {
			return this.exclusives.iterator().next();
		}
		return this.competing.isEmpty() ? null : this.competing.first().waiting.first();
	}

	@Override
	boolean mayGoFirst(Waiter newcomer) {
		if (newcomer.request.exclusive()) {
			return size() == 0;
		}
		KeyShare share = newcomer.share();
		if (!this.exclusives.isEmpty() || !goesFirst(newcomer, share)) {
			return false;
		}
		Waiter next = next();
		return next == null || share == next.share() || share.held < next.share().held;
	}

	/* Only one that has two more loses one, or two keys would drive each other out. */
	@Override
	@Nullable Waiter yieldsTo(Waiter newcomer) {
		boolean newestFirst = this.policy.order() == QueueOrder.LIFO;
		Waiter oldest = newestFirst ? oldestThatMayBePassed() : null;
		if (newcomer.request.exclusive() || this.waiting.isEmpty()) {
			return oldest;
		}
		KeyShare own = newcomer.share();
		KeyShare longest = this.waiting.last();
		if (own.waiting.size() + 1 < longest.waiting.size()) {
			return longest.waiting.last();
		}
		return (newestFirst && !own.waiting.isEmpty()) ? own.waiting.last() : oldest;
	}

	/* Within its key. */
	private boolean goesFirst(Waiter newcomer, KeyShare share) {
		return share.waiting.isEmpty() || switch (this.policy.order()) {
			case FIFO, BARGING -> false;
			case LIFO -> true;
			case PRIORITY -> Standing.rank(newcomer) < Standing.rank(share.waiting.first());
		};
	}

	@Override
	boolean holdsUpNewcomers(Waiter next) {
		return true;
	}

	@Override
	void add(Waiter waiter) {
		super.add(waiter);
		if (waiter.request.exclusive()) {
			this.exclusives.add(waiter);
			return;
		}
		Standing.arrived(waiter, ++this.arrivals);
		KeyShare share = waiter.share();
		change(share, () -> {
			if (share.waiting.isEmpty()) {
				share.turn = ++this.turns;
			}
			share.waiting.add(waiter);
		});
	}

	@Override
	void remove(Waiter waiter) {
		if (waiter.request.exclusive()) {
			this.exclusives.remove(waiter);
		}
		else if (waiter.standing != null) {
			KeyShare share = waiter.share();
			change(share, () -> share.waiting.remove(waiter));
		}
		super.remove(waiter);
	}

	@Override
	void taken(KeyShare share, int weight) {
		change(share, () -> {
			share.held += weight;
			share.acquired++;
			share.turn = ++this.turns;
		});
	}

	@Override
	void givenBack(@Nullable String key, int weight) {
		KeyShare share = (key != null) ? Objects.requireNonNull(this.busy.get(key)) : this.keyless;
		change(share, () -> share.held -= weight);
	}

	@Override
	int busyKeys() {
		return this.busy.size();
	}

	@Override
	Stream<KeyUsage> usages() {
		return Stream.concat(this.busy.values().stream(), this.idle.values().stream())
			.map((share) -> new KeyUsage(Objects.requireNonNull(share.key), share.held, share.waiting.size(),
					share.acquired));
	}

	private boolean hasRoom() {
		if (this.busy.size() + this.idle.size() < this.policy.maxKeys()) {
			return true;
		}
		if (this.idle.isEmpty()) {
			return false;
		}
		this.idle.remove(this.idle.keySet().iterator().next());
		return true;
	}

	/* A share may not change while a sorted set holds it. */
	private void change(KeyShare share, Runnable change) {
		this.competing.remove(share);
		this.waiting.remove(share);
		change.run();
		if (!share.waiting.isEmpty()) {
			this.waiting.add(share);
		}
		if (share.isCompeting()) {
			this.competing.add(share);
		}
		if (share.key == null) {
			return;
		}
		if (!share.isIdle()) {
			this.idle.remove(share.key);
			this.busy.put(share.key, share);
		}
		else if (this.busy.remove(share.key) != null) {
			this.idle.put(share.key, share);
		}
	}

}
