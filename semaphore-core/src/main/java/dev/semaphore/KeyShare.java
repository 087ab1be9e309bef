package dev.semaphore;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What one key holds and waits for. Guarded by the ledger's lock.
 */
final class KeyShare {

	/** Who holds least is served next; among equals, who was served longest ago. */
	static final Comparator<KeyShare> BY_TURN = Comparator.<KeyShare>comparingInt((share) -> share.held)
		.thenComparingLong((share) -> share.turn);

	/** Who has most that wait comes last. */
	static final Comparator<KeyShare> BY_LENGTH = Comparator.<KeyShare>comparingInt((share) -> share.waiting.size())
		.thenComparingLong((share) -> share.turn);

	/** Where permits do not count for keys. */
	static final KeyShare UNLIMITED = new KeyShare(null, Integer.MAX_VALUE, Standing.BY_RANK);

	/** Null for requests without a key. */
	final @Nullable String key;

	final int limit;

	final NavigableSet<Waiter> waiting;

	int held;

	long turn;

	long acquired;

	KeyShare(@Nullable String key, int limit, Comparator<Waiter> order) {
		this.key = key;
		this.limit = limit;
		this.waiting = new TreeSet<>(order);
	}

	boolean isIdle() {
		return this.held == 0 && this.waiting.isEmpty();
	}

	/** Whether the key's own limit lets its next waiter in. */
	boolean isCompeting() {
		return !this.waiting.isEmpty() && hasRoomFor(this.waiting.first().request.weight());
	}

	boolean hasRoomFor(int weight) {
		return weight <= this.limit - this.held;
	}

}
