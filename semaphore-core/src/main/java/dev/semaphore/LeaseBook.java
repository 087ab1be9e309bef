package dev.semaphore;

import java.util.Queue;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Taken;
import org.jspecify.annotations.Nullable;

/**
 * What this instance asks a store for: from the wish to its end.
 */
final class LeaseBook {

	/*
	 * How it works. Every claim this instance has ever named to the store is remembered
	 * until the store has confirmed that it is over: in the table while somebody wants
	 * it, then among the endings. So nothing can be left over in the store, whichever
	 * answer got lost: at each renewal the store says all it has of this instance, and
	 * the audit compares both sides. What the store has and nobody here knows is given
	 * back; what somebody here has and the store has not is asked for again, or restored.
	 *
	 * A renewal is compared only with what has not changed since it was sent; the count
	 * of changes tells. A permit that is closed while it is being restored is given back
	 * when the answer is there: given back before, the restoring could come last and
	 * leave it behind.
	 *
	 * The first answer after a time in which the leases may have ended makes it look as
	 * if nothing had happened. So before it is learnt, all that is held is lost, for
	 * others may have had it; and after it, all that was asked for is asked for as
	 * another claim, for what is still told of the first one may be as old.
	 */

	private final LeasedSemaphore semaphore;

	private final StoreCalls calls;

	private final LeaseTable table;

	private final LeaseEndings endings;

	private final LeaseFailover failover;

	private final int maxQueue;

	/** Guarded by the lock of the table. */
	private boolean closed;

	LeaseBook(LeasedSemaphore semaphore, StoreCalls calls, LeaseTable table, LeaseEndings endings,
			LeaseFailover failover, int maxQueue) {
		this.semaphore = semaphore;
		this.calls = calls;
		this.table = table;
		this.endings = endings;
		this.failover = failover;
		this.maxQueue = maxQueue;
	}

	/** Asks for permits. */
	void enter(LeasedClaim claim) {
		this.table.change((after) -> {
			if (this.closed) {
				this.table.settle(claim, RejectionReason.CLOSED, after);
			}
			else if (this.calls.isDown()) {
				this.failover.accept(claim, after);
			}
			else {
				this.table.add(claim);
				ask(claim, after);
			}
		});
	}

	/** Refuses one that gave up, unless it was settled before. */
	void leave(LeasedClaim claim, RejectionReason reason) {
		this.table.change((after) -> leave(claim, reason, after));
	}

	/** Ends what was granted; the ending, if any, tells when the store knows. */
	@Nullable LeaseEnding end(LeasedClaim claim, boolean forget) {
		LeaseEnding[] ending = new LeaseEnding[1];
		this.table.change((after) -> {
			if (claim.stage == LeaseStage.RESTORING) {
				claim.ended = true;
				claim.toBeForgotten = forget;
				return;
			}
			this.failover.giveBack(claim, after);
			if (claim.stage == LeaseStage.HELD || forget) {
				ending[0] = end(claim, forget, after);
			}
			else {
				this.table.remove(claim);
			}
			if (this.calls.isDown()) {
				this.failover.rebalance(after);
			}
		});
		return ending[0];
	}

	/** The store says that a claim which waited was granted. */
	void granted(long id, long token) {
		this.table.change((after) -> {
			LeasedClaim claim = this.table.find(id);
			if (claim != null && (claim.stage == LeaseStage.ASKED || claim.stage == LeaseStage.WAITING)) {
				told(claim, token, after);
			}
		});
	}

	/** Closes or opens; returns whether that changed anything. */
	boolean close(boolean close) {
		boolean[] changed = new boolean[1];
		this.table.change((after) -> {
			changed[0] = this.closed != close;
			this.closed = close;
			if (close) {
				this.table.matching((claim) -> !claim.isSettled())
					.forEach((claim) -> leave(claim, RejectionReason.CLOSED, after));
			}
		});
		return changed[0];
	}

	boolean isClosed() {
		return this.table.read(() -> this.closed);
	}

	/** Refuses waiters that no longer fit. */
	void limit(int permits) {
		this.table.change((after) -> {
			if (permits > 0) {
				this.table.matching(
						(claim) -> !claim.isSettled() && !claim.request.exclusive() && claim.request.weight() > permits)
					.forEach((claim) -> leave(claim, RejectionReason.TOO_LARGE, after));
			}
		});
	}

	/** The store stays away: whoever waits in its queue is dealt with otherwise. */
	void failOverWaiters() {
		this.table
			.change((after) -> this.table.matching((claim) -> claim.stage == LeaseStage.WAITING).forEach((claim) -> {
				endLater(claim);
				this.failover.accept(claim, after);
			}));
	}

	/* What follows runs under the lock of the table. */

	void ask(LeasedClaim claim, Queue<Runnable> after) {
		this.table.stage(claim, LeaseStage.ASKED);
		Ask ask = claim.ask(this.maxQueue);
		after.add(() -> send(claim, ask));
	}

	/* Unless it goes by another name by now, and the end of this one was told. */
	private void send(LeasedClaim claim, Ask ask) {
		if (claim.id == ask.id()) {
			this.calls.call((member) -> this.calls.store().take(member, ask), Taken::figures,
					(taken) -> answered(claim, ask.id(), taken), (ex) -> unanswered(claim, ask.id()));
		}
	}

	/** As another claim, if somebody still wants it. */
	void askAnew(LeasedClaim claim, Queue<Runnable> after) {
		end(claim, false, after);
		if (!claim.isSettled()) {
			this.table.add(claim);
			ask(claim, after);
		}
	}

	/**
	 * Somebody tells that a claim was granted: enough, unless the store is to confirm it.
	 */
	void told(LeasedClaim claim, long token, Queue<Runnable> after) {
		if (!this.calls.store().confirmsGrants()) {
			grant(claim, token, after);
		}
		else if (claim.stage == LeaseStage.WAITING) {
			ask(claim, after);
		}
		else {
			claim.toldOf = true;
		}
	}

	private void grant(LeasedClaim claim, long token, Queue<Runnable> after) {
		if (claim.isSettled()) {
			end(claim, false, after);
			return;
		}
		if (this.calls.leftNanos() <= 0) {
			// said before the lease may have ended: somebody else may have it by now
			askAnew(claim, after);
			return;
		}
		claim.token = token;
		this.table.stage(claim, LeaseStage.HELD);
		this.table.settle(claim, Waiter.GRANTED, after);
	}

	LeaseEnding end(LeasedClaim claim, boolean forget, Queue<Runnable> after) {
		this.table.remove(claim);
		LeaseEnding ending = this.endings.add(claim.grant(), forget);
		after.add(() -> this.endings.tell(ending));
		return ending;
	}

	/** As it may be in the store, or not: the next renewal tells it. */
	private void endLater(LeasedClaim claim) {
		this.table.remove(claim);
		this.endings.add(claim.grant(), false);
	}

	private void leave(LeasedClaim claim, RejectionReason reason, Queue<Runnable> after) {
		if (claim.isSettled()) {
			return;
		}
		this.table.settle(claim, reason, after);
		if (claim.stage == LeaseStage.WAITING) {
			end(claim, false, after);
		}
		else if (claim.stage == LeaseStage.LOCAL) {
			this.table.remove(claim);
			this.failover.cancel(claim, after);
		}
		// of one that was asked for, the answer will end it
	}

	private void answered(LeasedClaim claim, long id, Taken taken) {
		this.table.change((after) -> {
			if (claim.stage != LeaseStage.ASKED || claim.id != id) {
				return;
			}
			switch (taken.outcome()) {
				case GRANTED -> grant(claim, taken.token(), after);
				case QUEUED -> queued(claim, after);
				case UNAVAILABLE -> this.table.refuse(claim, RejectionReason.UNAVAILABLE, after);
				case TOO_LARGE -> this.table.refuse(claim, RejectionReason.TOO_LARGE, after);
				case QUEUE_FULL -> this.table.refuse(claim, RejectionReason.QUEUE_FULL, after);
				case UNCERTAIN -> uncertain(claim, after);
			}
		});
	}

	private void uncertain(LeasedClaim claim, Queue<Runnable> after) {
		end(claim, false, after);
		if (!claim.isSettled()) {
			this.table.settle(claim, RejectionReason.BACKEND_UNAVAILABLE, after);
		}
	}

	private void queued(LeasedClaim claim, Queue<Runnable> after) {
		if (claim.isSettled()) {
			end(claim, false, after);
		}
		else if (claim.toldOf) {
			claim.toldOf = false;
			ask(claim, after);
		}
		else {
			this.table.stage(claim, LeaseStage.WAITING);
			after.add(this.semaphore::waiting);
			after.add(claim::queued);
		}
	}

	private void unanswered(LeasedClaim claim, long id) {
		this.table.change((after) -> {
			if (claim.stage == LeaseStage.ASKED && claim.id == id) {
				endLater(claim);
				if (!claim.isSettled()) {
					this.failover.accept(claim, after);
				}
			}
		});
	}

}
