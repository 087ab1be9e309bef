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

	/** Announces all, also those behind one that fails. */
	void announce() {
		Notice notice = this.first;
		while (notice != null) {
			this.first = notice.following;
			notice.following = null;
			try {
				notice.announce();
			}
			catch (Throwable ex) {
				announce();
				throw ex;
			}
			notice = this.first;
		}
	}

}
