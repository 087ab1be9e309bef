package dev.semaphore;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * A permit that knows who took it, when, and for which key.
 */
final class TracedPermit extends HeldPermit {

	private static final AtomicReferenceFieldUpdater<TracedPermit, @Nullable Particulars> PARTICULARS = AtomicReferenceFieldUpdater
		.newUpdater(TracedPermit.class, Particulars.class, "particulars");

	private final AcquireRequest request;

	private final long since;

	private final Thread thread;

	private final @Nullable Throwable takenAt;

	/** Made when somebody asks, since few are ever looked at, and fewer lost. */
	private volatile @Nullable Particulars particulars;

	/** Set when its {@link WatchedPermit} was garbage-collected. */
	private volatile boolean leaked;

	/** What it was when it ended, if it is exclusive; below zero before. */
	private volatile int endedWeight = -1;

	/** Where the {@link HolderTable} keeps it; below zero when it does not. */
	int slot = -1;

	TracedPermit(InProcessSemaphore semaphore, AcquireRequest request, Thread thread, long since,
			@Nullable Throwable takenAt) {
		super(semaphore, request.weight());
		this.request = request;
		this.thread = thread;
		this.since = since;
		this.takenAt = takenAt;
	}

	@Override
	public int weight() {
		if (!this.request.exclusive()) {
			return super.weight();
		}
		// no other permit is held with an exclusive one, so its weight is the ledger's
		int ended = this.endedWeight;
		return (ended >= 0) ? ended : Math.max(this.semaphore.ledger().holdings().exclusiveWeight(), 0);
	}

	@Override
	public boolean lost() {
		Particulars particulars = this.particulars;
		return particulars != null && particulars.lost();
	}

	@Override
	public void whenLost(Runnable action) {
		particulars().add(action, this.semaphore.executor());
	}

	/** Takes it from its holder; returns whether it had not ended. */
	boolean endByForce() {
		if (!end()) {
			return false;
		}
		try {
			this.semaphore.watchers().releasingByForce(this.request, this);
			particulars().lose(this.semaphore.executor());
		}
		finally {
			giveBack();
		}
		return true;
	}

	@Override
	void giveBack() {
		this.semaphore.watchers().releasing(this);
		if (this.request.exclusive()) {
			this.endedWeight = this.semaphore.ledger().giveBackAll();
		}
		else {
			this.semaphore.ledger().giveBack(super.weight(), this.request.key());
		}
		this.semaphore.watchers().released(this.request, this);
	}

	@Override
	void leaveOut() {
		this.semaphore.watchers().releasing(this);
		if (this.request.exclusive()) {
			this.endedWeight = this.semaphore.ledger().forgetAll();
		}
		else {
			this.semaphore.ledger().forget(super.weight(), this.request.key());
		}
		this.semaphore.watchers().released(this.request, this);
	}

	PermitHolder describe(long now) {
		return new PermitHolder(particulars().id, this.request.caller(), this.thread.getName(), this.thread.getId(),
				weight(), this.request.key(), heldFor(now), this.takenAt, this.leaked);
	}

	boolean hasId(long id) {
		Particulars particulars = this.particulars;
		return particulars != null && particulars.id == id;
	}

	/** Nobody can end it any more; returns whether it had not ended. */
	boolean leak() {
		this.leaked = !isEnded();
		return this.leaked;
	}

	Duration heldFor(long now) {
		return Nanos.duration(now - this.since);
	}

	long since() {
		return this.since;
	}

	private Particulars particulars() {
		Particulars particulars = this.particulars;
		if (particulars == null) {
			Particulars made = new Particulars();
			particulars = PARTICULARS.compareAndSet(this, null, made) ? made : Objects.requireNonNull(this.particulars);
		}
		return particulars;
	}

}
