package dev.semaphore;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * {@link QueueOrder#LIFO}. Exclusive requests go before all others, in the order of
 * arrival: newest first would never leave them a moment without holders.
 */
final class NewestFirstQueue extends WaitQueue {

	private final Set<Waiter> exclusives = new LinkedHashSet<>();

	@Override
	@Nullable Waiter next() {
		return this.exclusives.isEmpty() ? newest() : this.exclusives.iterator().next();
	}

	@Override
	boolean mayGoFirst(Waiter newcomer) {
		return this.exclusives.isEmpty();
	}

	@Override
	@Nullable Waiter yieldsTo(Waiter newcomer) {
		return oldestThatMayBePassed();
	}

	@Override
	boolean holdsUpNewcomers(Waiter next) {
		return next.request.exclusive();
	}

	@Override
	void add(Waiter waiter) {
		super.add(waiter);
		if (waiter.request.exclusive()) {
			this.exclusives.add(waiter);
		}
	}

	@Override
	void remove(Waiter waiter) {
		super.remove(waiter);
		if (waiter.request.exclusive()) {
			this.exclusives.remove(waiter);
		}
	}

}
