package dev.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Who has what, and who waits. Permits are taken and given back in one {@link StateWord}
 * without a lock while its flags allow; all the rest is guarded by the lock.
 */
final class PermitLedger {

	/*
	 * How it works. While nobody waits, taking and giving back are one compare-and-set of
	 * the word each. Whoever finds no permit comes here with a waiter. Once it is linked
	 * into the queue the flags are set: BLOCK sends newcomers here (unless the order lets
	 * them pass), TELL sends those here who give back. Only then is the word looked at
	 * again, so a permit that came back in between is seen by one of the two: this is
	 * what makes a lost wake-up impossible. Serving before the flags are set would break
	 * it.
	 *
	 * A waiter is settled here, under the lock, by whoever comes first: the permit, its
	 * time-out, its own leaving, a close. Nothing is told under the lock: what is to be
	 * told is chained up and announced when the lock is free.
	 *
	 * After each change the front of the queue is served again: also after a waiter left,
	 * since a wide one may have held up lighter ones that fit.
	 *
	 * BARGING differs in one point: a permit that comes back is not handed over but left
	 * free, and the first waiter is signalled to try. Until it has tried, TELL is off, so
	 * that others take and give back at full speed meanwhile. When it finds the permit
	 * gone and has waited longer than the bound, it is marked as starving: now BLOCK and
	 * TELL are on, and the next permit is handed to it.
	 */

	private final SemaphorePolicy policy;

	private final TimeSource time;

	private final Holdings holdings;

	private final WaitQueue queue;

	private final @Nullable KeyedQueue keys;

	private final long madeAt;

	private final ReentrantLock lock = new ReentrantLock();

	/** Written under the lock, read anywhere. */
	private volatile boolean closed;

	PermitLedger(SemaphorePolicy policy, TimeSource time) {
		this.policy = policy;
		this.time = time;
		this.holdings = new Holdings(policy.permits(), policy.initialPermits());
		this.queue = WaitQueue.of(policy);
		this.keys = (this.queue instanceof KeyedQueue keyed) ? keyed : null;
		this.madeAt = time.nanoTime();
		flags();
	}

	boolean hasKeys() {
		return this.keys != null;
	}

	/** The numbers: for the way past the lock, and for reading. */
	Holdings holdings() {
		return this.holdings;
	}

	/**
	 * Why a plain request that found no way past the lock must be refused if it does not
	 * wait; null when only the lock can tell.
	 */
	@Nullable RejectionReason refusalWithoutLock(AcquireRequest request) {
		if (this.keys != null || this.policy.order() == QueueOrder.PRIORITY
				|| this.holdings.word().mayBeFree(request.weight())) {
			return null;
		}
		RejectionReason reason = judge(request);
		return (reason != null) ? reason : RejectionReason.UNAVAILABLE;
	}

	/** Lets a waiter in, refuses it, or queues it. */
	void enter(Waiter waiter) {
		change((chain) -> {
			RejectionReason reason = prepare(waiter);
			if (reason == null && this.queue.mayGoFirst(waiter) && take(waiter)) {
				chain.settle(waiter, Waiter.GRANTED);
				return;
			}
			if (reason == null) {
				reason = makeRoom(waiter, chain);
			}
			if (reason != null) {
				chain.settle(waiter, reason);
				return;
			}
			this.queue.add(waiter);
			flagAndServe(chain);
		});
	}

	/**
	 * Lets a request in whatever the limits say.
	 * @return what it was let in as: not exclusive, without a key where there is no room
	 * for its key
	 */
	AcquireRequest admitAnyway(AcquireRequest request) {
		return read(() -> {
			int weight = request.exclusive() ? Math.max(this.holdings.permits(), 1) : request.weight();
			KeyShare share = (this.keys != null) ? this.keys.share(request.key()) : null;
			this.holdings.overdraw(weight);
			if (share != null && this.keys != null) {
				this.keys.taken(share, weight);
			}
			String key = (share != null) ? share.key : null;
			return request.withWeight(weight).withExclusive(false).withKey(key);
		});
	}

	/** What speaks against a request whether or not permits are free. */
	@Nullable RejectionReason judge(AcquireRequest request) {
		if (this.closed) {
			return RejectionReason.CLOSED;
		}
		return isTooLarge(request) ? RejectionReason.TOO_LARGE : null;
	}

	/** Refuses a waiter that gave up, unless it was settled before. */
	void leave(Waiter waiter, RejectionReason reason) {
		change((chain) -> {
			if (!waiter.isSettled()) {
				refuse(waiter, reason, chain);
				flagAndServe(chain);
			}
		});
	}

	/** A waiter that was signalled tries for itself. */
	void retry(Waiter waiter) {
		change((chain) -> {
			if (!waiter.isSettled()) {
				long waited = this.time.nanoTime() - waiter.since;
				waiter.signalled = false;
				waiter.starving = waited >= this.policy.maxOvertaking().toNanos();
				flagAndServe(chain);
			}
		});
	}

	/** Takes back what was held. */
	void giveBack(int weight, @Nullable String key) {
		if (!this.holdings.tryGiveBack(weight)) {
			change((chain) -> {
				this.holdings.giveBack(weight);
				returned(weight, key, chain);
			});
		}
	}

	/** Leaves out what was held. */
	void forget(int weight, @Nullable String key) {
		change((chain) -> {
			this.holdings.forget(weight);
			returned(weight, key, chain);
		});
	}

	/** Takes back what the exclusive holder held. */
	void giveBackAll() {
		change((chain) -> {
			this.holdings.giveBackAll();
			serve(chain);
		});
	}

	/** Leaves out what the exclusive holder held. */
	void forgetAll() {
		change((chain) -> this.holdings.forgetAll());
	}

	/** Gives back forgotten permits. */
	void release(String name, int weight) {
		change((chain) -> {
			this.holdings.release(name, weight);
			serve(chain);
		});
	}

	/** Changes the limit; returns the one before. */
	int resize(int permits) {
		int[] before = new int[1];
		change((chain) -> {
			before[0] = this.holdings.resize(permits);
			refuseAll(RejectionReason.TOO_LARGE, chain);
			flagAndServe(chain);
		});
		return before[0];
	}

	/** Closes or opens; returns whether that changed anything. */
	boolean close(boolean close) {
		boolean[] changed = new boolean[1];
		change((chain) -> {
			changed[0] = this.closed != close;
			this.closed = close;
			if (close) {
				refuseAll(RejectionReason.CLOSED, chain);
			}
			flagAndServe(chain);
		});
		return changed[0];
	}

	/** The numbers of one instant. */
	LedgerFigures figures() {
		return read(() -> {
			Waiter oldest = this.queue.oldest();
			long oldestWait = (oldest != null) ? this.time.nanoTime() - oldest.since : 0;
			int keysInUse = (this.keys != null) ? this.keys.busyKeys() : 0;
			return this.holdings.figures(this.queue.size(), this.closed, oldestWait, keysInUse);
		});
	}

	List<Waiter> waiters(int limit) {
		return read(() -> {
			List<Waiter> waiters = new ArrayList<>();
			this.queue.forEach(limit, waiters::add);
			return waiters;
		});
	}

	List<KeyUsage> keyUsages() {
		return read(() -> (this.keys != null) ? this.keys.usages().toList() : List.of());
	}

	private void change(Consumer<Chain> change) {
		Chain chain = new Chain();
		this.lock.lock();
		try {
			change.accept(chain);
		}
		finally {
			this.lock.unlock();
		}
		chain.announce();
	}

	private <T> T read(Supplier<T> reading) {
		this.lock.lock();
		try {
			return reading.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/* What follows runs under the lock. */

	private @Nullable RejectionReason prepare(Waiter waiter) {
		AcquireRequest request = waiter.request;
		waiter.rank = RankedQueue.rank(waiter.since - this.madeAt, request.priority(),
				this.policy.priorityAging().toNanos());
		RejectionReason reason = judge(request);
		if (reason != null || this.keys == null || request.exclusive()) {
			return reason;
		}
		waiter.share = this.keys.share(request.key());
		return (waiter.share != null) ? null : RejectionReason.TOO_MANY_KEYS;
	}

	private boolean isTooLarge(AcquireRequest request) {
		if (request.exclusive()) {
			return false;
		}
		boolean keyed = this.keys != null && request.key() != null;
		return isAbove(this.holdings.permits(), request.weight())
				|| (keyed && isAbove(this.policy.permitsPerKey(), request.weight()));
	}

	/** At a limit of 0 nothing is too large: callers may wait until it is raised. */
	private static boolean isAbove(int limit, int weight) {
		return limit > 0 && weight > limit;
	}

	private @Nullable RejectionReason makeRoom(Waiter waiter, Chain chain) {
		if (!waiter.mayWait()) {
			return RejectionReason.UNAVAILABLE;
		}
		if (this.queue.size() < this.policy.maxQueue()) {
			return null;
		}
		Waiter oldest = this.queue.oldest();
		if (this.policy.order() != QueueOrder.LIFO || oldest == null) {
			return RejectionReason.QUEUE_FULL;
		}
		refuse(oldest, RejectionReason.QUEUE_FULL, chain);
		return null;
	}

	private void refuseAll(RejectionReason reason, Chain chain) {
		this.queue.forEach(this.queue.size(), (waiter) -> {
			if (reason != RejectionReason.TOO_LARGE || isTooLarge(waiter.request)) {
				refuse(waiter, reason, chain);
			}
		});
	}

	private void refuse(Waiter waiter, RejectionReason reason, Chain chain) {
		this.queue.remove(waiter);
		chain.settle(waiter, reason);
	}

	private boolean take(Waiter waiter) {
		if (waiter.request.exclusive()) {
			return this.holdings.takeAll();
		}
		int weight = waiter.request.weight();
		KeyShare share = waiter.share;
		if ((share != null && !share.hasRoomFor(weight)) || !this.holdings.take(weight)) {
			return false;
		}
		if (share != null && this.keys != null) {
			this.keys.taken(share, weight);
		}
		return true;
	}

	private void returned(int weight, @Nullable String key, Chain chain) {
		if (this.keys != null) {
			this.keys.givenBack(key, weight);
		}
		Waiter next = this.queue.next();
		if (next != null && next.canTryItself() && !this.queue.holdsUpNewcomers(next)
				&& this.policy.order() == QueueOrder.BARGING) {
			if (!next.signalled) {
				next.signalled = true;
				flags();
				chain.add(new Signal(next));
			}
			return;
		}
		serve(chain);
	}

	private void flagAndServe(Chain chain) {
		flags();
		serve(chain);
	}

	/** Grants while the next waiter fits; the flags must be up to date. */
	private void serve(Chain chain) {
		Waiter next = this.queue.next();
		while (next != null && take(next)) {
			this.queue.remove(next);
			chain.settle(next, Waiter.GRANTED);
			// the one behind needs its flags before it is looked at
			flags();
			next = this.queue.next();
		}
	}

	private void flags() {
		long flags = (this.closed || this.keys != null) ? StateWord.BLOCK : 0;
		if (this.keys != null) {
			flags |= StateWord.TELL;
		}
		Waiter next = this.queue.next();
		if (next != null) {
			flags |= next.signalled ? 0 : StateWord.TELL;
			flags |= this.queue.holdsUpNewcomers(next) ? StateWord.BLOCK : 0;
		}
		this.holdings.word().flags(flags);
	}

	/** Wakes a waiter that is to try for itself. */
	private static final class Signal extends Notice {

		private final Waiter waiter;

		Signal(Waiter waiter) {
			this.waiter = waiter;
		}

		@Override
		void announce() {
			this.waiter.wake();
		}

	}

}
