package dev.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
	 * that others take and give back at full speed meanwhile. A first waiter that is
	 * found to have waited longer than the bound is starving: now BLOCK and TELL are on,
	 * and the next permit is handed to it. One that cannot try, a future, is always
	 * handed what is free.
	 */

	/** For how many looks a thread waits for the lock before it parks. */
	private static final int SPINS = 100;

	/** When whoever does not stand in line for the lock tries again. */
	private static final long RETRY_NANOS = 10_000;

	private final SemaphorePolicy policy;

	private final TimeSource time;

	private final Holdings holdings;

	private final WaitQueue queue;

	private final Turns turns;

	/** Whether it matters who is how late. */
	private final boolean timed;

	private final ReentrantLock lock = new ReentrantLock();

	PermitLedger(SemaphorePolicy policy, TimeSource time) {
		this.policy = policy;
		this.time = time;
		this.holdings = new Holdings(policy.permits(), policy.initialPermits());
		this.queue = WaitQueue.of(policy, time.nanoTime());
		this.turns = new Turns(this.holdings, this.queue);
		this.timed = this.queue instanceof BargingQueue;
	}

	boolean hasKeys() {
		return this.queue.hasKeys();
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
		if (hasKeys() || this.policy.order() == QueueOrder.PRIORITY
				|| this.holdings.word().available() >= request.weight()) {
			return null;
		}
		RejectionReason reason = judge(request);
		return (reason != null) ? reason : RejectionReason.UNAVAILABLE;
	}

	/** Lets a waiter in, refuses it, or queues it. */
	void enter(Waiter waiter) {
		change((chain) -> {
			RejectionReason reason = prepare(waiter);
			if (reason == null && this.queue.mayGoFirst(waiter) && this.turns.take(waiter)) {
				chain.settle(waiter, Waiter.GRANTED);
				this.turns.serve(chain); // it may be another key's turn now
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
			this.turns.flagAndServe(chain);
		});
	}

	/** Lets a request in whatever the limits say. */
	Admission admitAnyway(AcquireRequest request) {
		long now = this.time.nanoTime();
		return read(() -> {
			LedgerFigures before = figures(now);
			int weight = request.exclusive() ? Math.max(this.holdings.permits(), 1) : request.weight();
			RejectionReason obstacle = judge(request);
			KeyShare share = this.queue.share(request.key());
			if (share == null) {
				obstacle = (obstacle != null || request.exclusive()) ? obstacle : RejectionReason.TOO_MANY_KEYS;
				share = Objects.requireNonNull(this.queue.share(null));
			}
			boolean fitsKey = request.exclusive() || share.hasRoomFor(weight);
			if (obstacle == null && (weight > before.available() || !fitsKey)) {
				obstacle = RejectionReason.UNAVAILABLE;
			}
			this.holdings.overdraw(weight);
			this.queue.taken(share, weight);
			AcquireRequest admitted = request.withWeight(weight).withExclusive(false);
			return new Admission(hasKeys() ? admitted.withKey(share.key) : admitted, obstacle, before);
		});
	}

	/** What speaks against a request whether or not permits are free. */
	@Nullable RejectionReason judge(AcquireRequest request) {
		if (this.turns.isClosed()) {
			return RejectionReason.CLOSED;
		}
		return isTooLarge(request) ? RejectionReason.TOO_LARGE : null;
	}

	/** Refuses a waiter that gave up, unless it was settled before. */
	void leave(Waiter waiter, RejectionReason reason) {
		change((chain) -> {
			if (!waiter.isSettled()) {
				refuse(waiter, reason, chain);
				this.turns.flagAndServe(chain);
			}
		});
	}

	/**
	 * Takes the first that may be watched from those who are, if it is wanted.
	 * @return the waiter, which is to be woken; null for nobody
	 */
	@Nullable Waiter pollWatchable(Predicate<Waiter> wanted) {
		return readAtOnce(() -> {
			Waiter first = this.queue.firstWatchable();
			return (first != null && wanted.test(first)) ? this.queue.pollWatchable() : null;
		});
	}

	/** A waiter that was signalled tries for itself. */
	void retry(Waiter waiter) {
		change((chain) -> {
			if (!waiter.isSettled()) {
				waiter.signalled = false;
				this.turns.flagAndServe(chain);
			}
		});
	}

	/** Takes back what was held. */
	void giveBack(int weight, @Nullable String key) {
		if (!this.holdings.tryGiveBack(weight)) {
			change((chain) -> {
				this.holdings.giveBack(weight);
				this.turns.returned(weight, key, chain);
			});
		}
	}

	/** Leaves out what was held. */
	void forget(int weight, @Nullable String key) {
		change((chain) -> {
			this.holdings.forget(weight);
			this.turns.returned(weight, key, chain);
		});
	}

	/** Takes back what the exclusive holder held; returns how much that was. */
	int giveBackAll() {
		int[] weight = new int[1];
		change((chain) -> {
			weight[0] = this.holdings.giveBackAll();
			this.turns.flagAndServe(chain);
		});
		return weight[0];
	}

	/** Leaves out what the exclusive holder held; returns how much that was. */
	int forgetAll() {
		return read(this.holdings::forgetAll);
	}

	/** Gives back forgotten permits. */
	void release(String name, int weight) {
		change((chain) -> {
			this.holdings.release(name, weight);
			this.turns.flagAndServe(chain);
		});
	}

	/** Changes the limit; returns the one before. */
	int resize(int permits) {
		int[] before = new int[1];
		change((chain) -> {
			before[0] = this.holdings.resize(permits);
			refuseAll(RejectionReason.TOO_LARGE, chain);
			this.turns.flagAndServe(chain);
		});
		return before[0];
	}

	/** Closes or opens; returns whether that changed anything. */
	boolean close(boolean close) {
		boolean[] changed = new boolean[1];
		change((chain) -> {
			changed[0] = this.turns.close(close);
			if (close) {
				refuseAll(RejectionReason.CLOSED, chain);
			}
			this.turns.flagAndServe(chain);
		});
		return changed[0];
	}

	/** The numbers of one instant. */
	LedgerFigures figures() {
		long now = this.time.nanoTime();
		return read(() -> figures(now));
	}

	List<Waiter> waiters(int limit) {
		return read(() -> {
			List<Waiter> waiters = new ArrayList<>();
			this.queue.forEach(limit, waiters::add);
			return waiters;
		});
	}

	List<KeyUsage> keyUsages() {
		return read(() -> this.queue.usages().toList());
	}

	/*
	 * The time is read before the lock: whose clock it is, his code must not run under
	 * it. What was decided is announced even if what follows fails.
	 */
	private void change(Consumer<Chain> change) {
		Chain chain = new Chain(this.timed ? this.time.nanoTime() : 0);
		lock();
		try {
			change.accept(chain);
		}
		finally {
			this.lock.unlock();
			chain.announce();
		}
	}

	/* It is held for so short a time that looking again costs less than parking. */
	private void lock() {
		for (int i = 0; i < SPINS; i++) {
			if (this.lock.tryLock()) {
				return;
			}
			Thread.onSpinWait();
		}
		this.lock.lock();
	}

	/**
	 * Reads what the lock guards, without a place in its queue: whoever is first there
	 * may be a virtual thread that has nothing to run on until somebody's time is up.
	 */
	<T extends @Nullable Object> T readAtOnce(Supplier<T> reading) {
		while (!this.lock.tryLock()) {
			LockSupport.parkNanos(RETRY_NANOS);
		}
		try {
			return reading.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	private <T> T read(Supplier<T> reading) {
		lock();
		try {
			return reading.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/* What follows runs under the lock. */

	@Nullable Waiter firstWatchable() {
		return this.queue.firstWatchable();
	}

	private LedgerFigures figures(long now) {
		Waiter oldest = this.queue.oldest();
		long oldestWait = (oldest != null) ? Math.max(now - oldest.since, 0) : 0;
		return this.holdings.figures(this.queue.size(), this.turns.isClosed(), oldestWait, this.queue.busyKeys());
	}

	private @Nullable RejectionReason prepare(Waiter waiter) {
		RejectionReason reason = judge(waiter.request);
		if (reason != null) {
			return reason;
		}
		return this.queue.receive(waiter) ? null : RejectionReason.TOO_MANY_KEYS;
	}

	private boolean isTooLarge(AcquireRequest request) {
		if (request.exclusive()) {
			return false;
		}
		boolean keyed = hasKeys() && request.key() != null;
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
		Waiter yielding = this.queue.yieldsTo(waiter);
		if (yielding == null) {
			return RejectionReason.QUEUE_FULL;
		}
		refuse(yielding, RejectionReason.QUEUE_FULL, chain);
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

}
