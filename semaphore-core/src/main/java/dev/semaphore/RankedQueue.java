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

	static final Comparator<Waiter> BY_RANK = Comparator.<Waiter>comparingLong((waiter) -> waiter.rank)
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
	 * When a request would have arrived if it had priority 0.
	 * @param arrivedNanos when it arrived, since the semaphore was made
	 * @param priority its priority
	 * @param agingNanos what one priority is worth
	 */
	static long rank(long arrivedNanos, int priority, long agingNanos) {
		double worth = (double) priority * (double) agingNanos;
		double limit = Long.MAX_VALUE / 4.0;
		return arrivedNanos - (long) Math.max(-limit, Math.min(limit, worth));
	}

}
