package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

/**
 * A waiter that holds a future instead of a thread.
 */
final class FutureWaiter extends Waiter {

	private final InProcessSemaphore semaphore;

	private final CompletableFuture<Permit> future = new CompletableFuture<>();

	private volatile @Nullable Future<?> timer;

	FutureWaiter(InProcessSemaphore semaphore, AcquireRequest request, Duration maxWait, long since) {
		super(request, maxWait, since);
		this.semaphore = semaphore;
	}

	CompletableFuture<Permit> future() {
		return this.future;
	}

	/** Gives up when the time has come, or when somebody else completes the future. */
	@SuppressWarnings("FutureReturnValueIgnored") // what follows from the hook is
													// nobody's
	void watch(TimeSource time) {
		this.future.whenComplete((permit, failure) -> this.semaphore.giveUp(this, RejectionReason.INTERRUPTED));
		if (!isSettled() && isBounded()) {
			this.timer = time.schedule(() -> this.semaphore.giveUp(this, RejectionReason.TIMED_OUT),
					Duration.ofNanos(remainingNanos(time.nanoTime())));
			if (isSettled()) {
				cancelTimer();
			}
		}
	}

	@Override
	void announce() {
		cancelTimer();
		RejectionReason refusal = refusal();
		if (refusal != null) {
			PermitRejectedException rejection = this.semaphore.refused(this, refusal);
			complete(() -> this.future.completeExceptionally(rejection));
			return;
		}
		Permit permit = this.semaphore.granted(this);
		complete(() -> {
			if (!this.future.complete(permit)) {
				permit.close();
			}
		});
	}

	/*
	 * Nobody's code may run on the thread that gave a permit back. If there is none to
	 * run (but our own in watch), completing here saves the way to another thread.
	 */
	private void complete(Runnable completion) {
		if (this.future.getNumberOfDependents() <= 1) {
			completion.run();
			return;
		}
		try {
			this.semaphore.executor().execute(completion);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// no thread to be had: better on this one than never
			completion.run();
		}
	}

	private void cancelTimer() {
		Future<?> timer = this.timer;
		if (timer != null) {
			timer.cancel(false);
		}
	}

}
