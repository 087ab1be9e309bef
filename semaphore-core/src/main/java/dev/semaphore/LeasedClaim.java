package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Grant;
import org.jspecify.annotations.Nullable;

/**
 * A request to a shared store, from asking until the permits are given back. Fields that
 * change are guarded by the lock of the {@link LeaseBook}; the volatile ones may be read
 * without it.
 */
final class LeasedClaim extends Waiter {

	private final LeasedSemaphore semaphore;

	/**
	 * Null when a thread waits, and when nobody needs it here any more: it leads to the
	 * permit, which could not be collected.
	 */
	private volatile @Nullable PermitFuture future;

	private final boolean ofThread;

	private final @Nullable Throwable askedAt;

	/** Whom to tell of the wait of a future. */
	private final @Nullable ToldWait wait;

	private volatile boolean announced;

	/** Whether somebody is to be told when its thread has to wait. */
	volatile boolean toldOfWait;

	/** Its number among the holders. */
	final long holderId = HolderIds.next();

	/** What ends it, once it is granted. */
	volatile @Nullable LeasedPermit permit;

	/** Whether that was garbage-collected before it ended. */
	volatile boolean leaked;

	/** Whether its caller has the future, and may have chained something to it. */
	private volatile boolean returned;

	private final List<Runnable> lossActions = new ArrayList<>();

	/** Its name in the store; changes when it is asked for anew as another claim. */
	volatile long id;

	volatile LeaseStage stage = LeaseStage.NEW;

	/** When the stage was last changed, as the book counts changes. */
	long changed;

	/** The fencing token; 0 while the store has granted nothing. */
	volatile long token;

	/** Whether somebody told of its grant while the store was being asked. */
	boolean toldOf;

	/** Whether the permits are to be given back once they are restored. */
	boolean ended;

	boolean toBeForgotten;

	volatile boolean lost;

	/** When the permits were granted, in the time source's nanoseconds. */
	volatile long heldSince;

	/** What it waits for, or holds, of this instance's own share. */
	@Nullable Future<Permit> localRequest;

	@Nullable Permit localPermit;

	private volatile @Nullable Future<?> timer;

	LeasedClaim(LeasedSemaphore semaphore, AcquireRequest request, Duration maxWait, long since, boolean ofThread) {
		super(request, maxWait, since);
		this.semaphore = semaphore;
		this.ofThread = ofThread;
		this.askedAt = semaphore.voice().trace();
		this.future = ofThread ? null : new PermitFuture(this::leave);
		this.wait = (ofThread || !mayWait()) ? null : semaphore.voice().wait(request);
	}

	Ask ask(int maxQueue) {
		return new Ask(this.id, this.request.weight(), this.request.exclusive(), mayWait(), maxQueue);
	}

	Grant grant() {
		return new Grant(this.id, this.request.weight(), this.request.exclusive(), this.token);
	}

	@Override
	@Nullable Throwable askedAt() {
		return this.askedAt;
	}

	/** Whether a thread of its own acquired it. */
	boolean isOfThread() {
		return this.ofThread;
	}

	/** Whether it has permits, in the store or not. */
	boolean isHolding() {
		return isGranted() && this.stage != LeaseStage.ENDED && !this.ended;
	}

	/** Gives up when the time has come; the future is its caller's from now on. */
	CompletableFuture<Permit> watch(TimeSource time) {
		PermitFuture future = Objects.requireNonNull(this.future);
		this.returned = true;
		if (!isSettled() && mayWait() && isBounded()) {
			this.timer = time.schedule(() -> this.semaphore.giveUp(this, RejectionReason.TIMED_OUT),
					Duration.ofNanos(Math.max(remainingNanos(time.nanoTime()), 0)));
			if (isSettled()) {
				cancelTimer();
			}
		}
		letGoOfFuture();
		return future;
	}

	/**
	 * Waits on its own thread until it is settled.
	 * @return who is to be told of the end of the wait, or null if nobody
	 */
	@Nullable ToldWait await(@Nullable Runnable beforeWaiting, TimeSource time) {
		ToldWait wait = null;
		try {
			boolean begun = false;
			while (!isSettled()) {
				long remaining = remainingNanos(time.nanoTime());
				if (mayWait() && remaining <= 0) {
					this.semaphore.giveUp(this, RejectionReason.TIMED_OUT);
				}
				else if (this.thread.isInterrupted()) {
					this.semaphore.giveUp(this, RejectionReason.INTERRUPTED);
				}
				else if (isQueued() && !begun) {
					begun = true;
					wait = ToldWait.begin(beforeWaiting, () -> this.semaphore.voice().wait(this.request));
				}
				else {
					time.parkNanos(this.semaphore, (mayWait() && isBounded()) ? remaining : Long.MAX_VALUE);
				}
			}
			return wait;
		}
		catch (Throwable ex) {
			abandon();
			ToldWait.end(wait, ex);
			throw ex;
		}
	}

	/** It has its place in a queue. Runs outside of the lock. */
	void queued() {
		if (this.wait != null) {
			this.wait.begin();
		}
		else if (this.toldOfWait && this.thread != Thread.currentThread()) {
			LockSupport.unpark(this.thread);
		}
	}

	private boolean isQueued() {
		LeaseStage stage = this.stage;
		return stage == LeaseStage.WAITING || stage == LeaseStage.LOCAL;
	}

	/* Leaves nothing behind, since its caller will get no answer. */
	private void abandon() {
		this.semaphore.giveUp(this, RejectionReason.INTERRUPTED);
		if (isGranted()) {
			this.semaphore.granted(this).close();
		}
		else {
			this.semaphore.voice().refused(this, RejectionReason.INTERRUPTED);
		}
	}

	@Override
	void announce() {
		PermitFuture future = this.future;
		if (future == null) {
			if (this.thread != Thread.currentThread()) {
				LockSupport.unpark(this.thread);
			}
			return;
		}
		cancelTimer();
		RejectionReason refusal = refusal();
		if (refusal == null) {
			Permit permit = this.semaphore.granted(this);
			ToldWait.end(this.wait, null);
			settle(future, permit);
		}
		else if (refusal == RejectionReason.INTERRUPTED) {
			// whoever made it leave completes the future
			this.semaphore.voice().refused(this, refusal);
			ToldWait.leave(this.wait);
		}
		else {
			PermitRejectedException failure = this.semaphore.refused(this, refusal);
			ToldWait.end(this.wait, failure);
			settle(future, failure);
		}
		this.announced = true;
		letGoOfFuture();
	}

	/*
	 * Of its caller's thread and the one that announces, the last sees that both are
	 * done.
	 */
	private void letGoOfFuture() {
		if (this.returned && this.announced) {
			this.future = null;
		}
	}

	/** What is to be done if the lease is lost; empty the list by that. */
	List<Runnable> takeLossActions() {
		List<Runnable> actions = List.copyOf(this.lossActions);
		this.lossActions.clear();
		return actions;
	}

	void addLossAction(Runnable action) {
		this.lossActions.add(action);
	}

	/* Nobody's code may run on a thread of the store. */
	private void settle(PermitFuture future, Object outcome) {
		if (this.thread == Thread.currentThread() && !this.returned) {
			future.settle(outcome);
		}
		else {
			future.settleOn(this.semaphore.voice().executor(), outcome);
		}
	}

	private void leave() {
		this.semaphore.giveUp(this, RejectionReason.INTERRUPTED);
	}

	private void cancelTimer() {
		Future<?> timer = this.timer;
		if (timer != null) {
			timer.cancel(false);
		}
	}

}
