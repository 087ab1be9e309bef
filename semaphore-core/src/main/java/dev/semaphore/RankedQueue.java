package dev.semaphore;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * {@link QueueOrder#PRIORITY}. A request's rank is when it arrived, less the time that
 * its priority is worth: since all age alike, the order between two waiters never
 * changes.
 */
final class RankedQueue extends WaitQueue {

	static final Comparator<Waiter> BY_RANK = Comparator.<Waiter>comparingDouble((waiter) -> waiter.rank)
		.thenComparingLong((waiter) -> waiter.arrival);

	private final NavigableSet<Waiter> ranked = new TreeSet<>(BY_RANK);

	@Override
	@Nullable Waiter next() {
		return this.ranked.isEmpty() ? null : this.ranked.first();
	}

	@Override
	boolean mayGoFirst(Waiter newcomer) {
		return this.ranked.isEmpty() || newcomer.rank < this.ranked.first().rank;
	}

	@Override
	boolean holdsUpNewcomers(Waiter next) {
		return true;
	}

	@Override
	void add(Waiter waiter) {
		super.add(waiter);
		this.ranked.add(waiter);
	}

	@Override
	void remove(Waiter waiter) {
		this.ranked.remove(waiter);
		super.remove(waiter);
	}

	/**
	 * When a request would have arrived if it had priority 0. A double, since no number
	 * of nanoseconds then is too large, and what it rounds away is less than the worth of
	 * a priority.
	 * @param arrivedNanos when it arrived, since the semaphore was made
	 * @param priority its priority
	 * @param agingNanos what one priority is worth
	 */
	static double rank(long arrivedNanos, int priority, long agingNanos) {
		return arrivedNanos - (double) priority * (double) agingNanos;
	}

}
