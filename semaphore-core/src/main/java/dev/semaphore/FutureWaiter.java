package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * A waiter that holds a future instead of a thread.
 */
final class FutureWaiter extends Waiter {

	private final InProcessSemaphore semaphore;

	private final PermitFuture future = new PermitFuture(this::leave);

	private final @Nullable Throwable askedAt;

	private final @Nullable ToldWait wait;

	private volatile @Nullable Future<?> timer;

	/** Whether its caller may know it; for the caller's own thread. */
	private boolean returned;

	FutureWaiter(InProcessSemaphore semaphore, AcquireRequest request, Duration maxWait, long since) {
		super(request, maxWait, since);
		this.semaphore = semaphore;
		this.askedAt = semaphore.watchers().trace();
		this.wait = mayWait() ? semaphore.watchers().wait(request) : null;
	}

	/** Its future, for the caller; gives up when the time has come. */
	CompletableFuture<Permit> watch(TimeSource time) {
		this.returned = true;
		if (this.wait != null && !isSettled()) {
			this.wait.begin();
		}
		if (!isSettled() && isBounded()) {
			this.timer = time.schedule(() -> this.semaphore.giveUp(this, RejectionReason.TIMED_OUT),
					Duration.ofNanos(Math.max(remainingNanos(time.nanoTime()), 0)));
			if (isSettled()) {
				cancelTimer();
			}
		}
		return this.future;
	}

	/** Leaves nothing behind, since its caller will never see the future. */
	@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what follows
	void abandon() {
		if (!this.future.cancel(false)) {
			this.future.thenAccept(Permit::close);
		}
	}

	@Override
	@Nullable Throwable askedAt() {
		return this.askedAt;
	}

	@Override
	void announce() {
		RejectionReason refusal = refusal();
		if (refusal == null) {
			announceGrant();
		}
		else if (refusal == RejectionReason.INTERRUPTED) {
			// whoever made it leave completes the future
			this.semaphore.countRefusal(this, refusal);
			ToldWait.leave(this.wait);
		}
		else {
			PermitRejectedException failure = this.semaphore.refused(this, refusal);
			ToldWait.end(this.wait, failure);
			settleFuture(failure);
		}
		cancelTimer();
	}

	private void announceGrant() {
		Permit permit;
		try {
			permit = this.semaphore.granted(this);
		}
		catch (Throwable ex) {
			ToldWait.end(this.wait, ex);
			settleFuture(ex);
			throw ex;
		}
		ToldWait.end(this.wait, null);
		settleFuture(permit);
	}

	private void settleFuture(Object outcome) {
		if (this.thread == Thread.currentThread() && !this.returned) {
			this.future.settle(outcome);
		}
		else {
			this.future.settleOn(this.semaphore.executor(), outcome);
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
