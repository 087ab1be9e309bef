package dev.semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Notices in the order in which they came about. Filled under the lock, announced after
 * it.
 */
final class Chain {

	/** When it was begun, where that matters. */
	final long now;

	private @Nullable Notice first;

	private @Nullable Notice last;

	Chain(long now) {
		this.now = now;
	}

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

	/**
	 * Announces all. What fails is logged: neither those behind it nor whoever gave the
	 * permit back are to blame.
	 */
	void announce() {
		for (Notice notice = this.first; notice != null; notice = this.first) {
			this.first = notice.following;
			notice.following = null;
			try {
				notice.announce();
			}
			catch (Throwable ex) {
				Warnings.log("A waiter could not be told what was decided", ex);
			}
		}
	}

}
