package dev.semaphore;

import java.time.Duration;

/**
 * A permit that knows who took it, when, and for which key.
 */
final class TracedPermit extends HeldPermit {

	private final AcquireRequest request;

	private final long since;

	private final Thread thread;

	/** Where the {@link HolderTable} keeps it; below zero when it does not. */
	int slot = -1;

	TracedPermit(InProcessSemaphore semaphore, AcquireRequest request, Thread thread, long since) {
		super(semaphore, request.weight());
		this.request = request;
		this.thread = thread;
		this.since = since;
	}

	@Override
	public int weight() {
		// no other permit is held with an exclusive one, so its weight is the ledger's
		return this.request.exclusive() ? Math.max(this.semaphore.ledger().holdings().exclusiveWeight(), 0)
				: super.weight();
	}

	@Override
	void giveBack() {
		this.semaphore.untrack(this);
		if (this.request.exclusive()) {
			this.semaphore.ledger().giveBackAll();
		}
		else {
			this.semaphore.ledger().giveBack(super.weight(), this.request.key());
		}
		this.semaphore.released(this.request, this);
	}

	@Override
	void leaveOut() {
		this.semaphore.untrack(this);
		if (this.request.exclusive()) {
			this.semaphore.ledger().forgetAll();
		}
		else {
			this.semaphore.ledger().forget(super.weight(), this.request.key());
		}
		this.semaphore.released(this.request, this);
	}

	PermitHolder describe(long now) {
		return new PermitHolder(this.request.caller(), this.thread.getName(), this.thread.getId(), weight(),
				this.request.key(), heldFor(now));
	}

	Duration heldFor(long now) {
		return Duration.ofNanos(Math.max(now - this.since, 0));
	}

	long since() {
		return this.since;
	}

}
