package dev.semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Notices in the order in which they came about. Filled under the lock, announced after
 * it.
 */
final class Chain {

	private @Nullable Notice first;

	private @Nullable Notice last;

	void settle(Waiter waiter, Object settlement) {
		waiter.settle(settlement);
		add(waiter);
	}

	void add(Notice notice) {
		if (this.last != null) {
			this.last.following = notice;
		}
		else {
			this.first = notice;
		}
		this.last = notice;
	}

	void announce() {
		Notice notice = this.first;
		while (notice != null) {
			Notice following = notice.following;
			notice.following = null;
			notice.announce();
			notice = following;
		}
	}

}
