package dev.semaphore;

import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * {@link QueueOrder#PRIORITY}. A request's rank is when it arrived, less the time that
 * its priority is worth: since all age alike, the order between two waiters never
 * changes.
 */
final class RankedQueue extends WaitQueue {

	private final NavigableSet<Waiter> ranked = new TreeSet<>(Standing.BY_RANK);

	private final Ranking ranking;

	private long arrivals;

	RankedQueue(SemaphorePolicy policy, long now) {
		this.ranking = new Ranking(policy, now);
	}

	@Override
	boolean receive(Waiter newcomer) {
		newcomer.standing = new Standing(this.ranking.rank(newcomer), KeyShare.UNLIMITED);
		return true;
	}

	@Override
	@Nullable Waiter next() {
		return this.ranked.isEmpty() ? null : this.ranked.first();
	}

	@Override
	boolean mayGoFirst(Waiter newcomer) {
		return this.ranked.isEmpty() || Standing.rank(newcomer) < Standing.rank(this.ranked.first());
	}

	@Override
	boolean holdsUpNewcomers(Waiter next) {
		return true;
	}

	@Override
	void add(Waiter waiter) {
		Standing.arrived(waiter, ++this.arrivals);
		super.add(waiter);
		this.ranked.add(waiter);
	}

	@Override
	void remove(Waiter waiter) {
		this.ranked.remove(waiter);
		super.remove(waiter);
	}

}
