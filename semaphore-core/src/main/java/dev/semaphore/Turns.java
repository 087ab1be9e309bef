package dev.semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: grants while the next waiter fits, and keeps the flags of the
 * {@link StateWord} as the queue wants them. Guarded by the ledger's lock.
 */
final class Turns {

	private final Holdings holdings;

	private final WaitQueue queue;

	/** Read anywhere. */
	private volatile boolean closed;

	Turns(Holdings holdings, WaitQueue queue) {
		this.holdings = holdings;
		this.queue = queue;
		flags();
	}

	boolean isClosed() {
		return this.closed;
	}

	/** Closes or opens; returns whether that changed anything. */
	boolean close(boolean close) {
		boolean changed = this.closed != close;
		this.closed = close;
		return changed;
	}

	/** Takes the permits of a waiter, if they are free. */
	boolean take(Waiter waiter) {
		if (waiter.request.exclusive()) {
			return this.holdings.takeAll();
		}
		KeyShare share = waiter.share();
		int weight = waiter.request.weight();
		if (!share.hasRoomFor(weight) || !this.holdings.take(weight)) {
			return false;
		}
		this.queue.taken(share, weight);
		return true;
	}

	/** Permits have come back. */
	void returned(int weight, @Nullable String key, Chain chain) {
		this.queue.givenBack(key, weight);
		this.queue.age(chain.now);
		Waiter next = this.queue.next();
		if (next == null || !this.queue.letsTry(next)) {
			flagAndServe(chain);
		}
		else if (!next.signalled) {
			next.signalled = true;
			flags();
			chain.add(new Signal(next));
		}
	}

	/** After any other change. */
	void flagAndServe(Chain chain) {
		this.queue.age(chain.now);
		flags();
		serve(chain);
	}

	/** Grants while the next waiter fits; the flags must be up to date. */
	void serve(Chain chain) {
		Waiter next = this.queue.next();
		while (next != null && take(next)) {
			this.queue.remove(next);
			chain.settle(next, Waiter.GRANTED);
			// the one behind needs its flags before it is looked at
			this.queue.age(chain.now);
			flags();
			next = this.queue.next();
		}
	}

	private void flags() {
		long flags = (this.closed || this.queue.hasKeys()) ? StateWord.BLOCK : 0;
		flags |= this.queue.hasKeys() ? StateWord.TELL : 0;
		Waiter next = this.queue.next();
		if (next != null) {
			flags |= next.signalled ? 0 : StateWord.TELL;
			flags |= this.queue.holdsUpNewcomers(next) ? StateWord.BLOCK : 0;
		}
		this.holdings.word().flags(flags);
	}

}
