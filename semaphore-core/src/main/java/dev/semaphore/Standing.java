package dev.semaphore;

import java.util.Comparator;
import java.util.Objects;

/**
 * Where a waiter stands besides the order of arrival. Guarded by the ledger's lock.
 */
final class Standing {

	/** By priority, and in the order of arrival where that is equal. */
	static final Comparator<Waiter> BY_RANK = Comparator.<Waiter>comparingDouble(Standing::rank)
		.thenComparingLong(Standing::arrival);

	/** When it would have arrived if it had priority 0. */
	private final double rank;

	/** The share its permits count for. */
	final KeyShare share;

	private long arrival;

	Standing(double rank, KeyShare share) {
		this.rank = rank;
		this.share = share;
	}

	static double rank(Waiter waiter) {
		return of(waiter).rank;
	}

	static long arrival(Waiter waiter) {
		return of(waiter).arrival;
	}

	static void arrived(Waiter waiter, long arrival) {
		of(waiter).arrival = arrival;
	}

	private static Standing of(Waiter waiter) {
		return Objects.requireNonNull(waiter.standing);
	}

}
