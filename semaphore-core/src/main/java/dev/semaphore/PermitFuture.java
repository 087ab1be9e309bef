package dev.semaphore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A future that the executor completes, or whoever looks at it first: never the thread
 * that gave the permit back, since completing runs what others have chained to it, and
 * nobody can tell whether somebody is chaining just now. That the looker completes it
 * lets a caller see its permit as soon as it was granted. Whoever else completes it has
 * its waiter leave the queue before what is chained to it runs.
 */
final class PermitFuture extends CompletableFuture<Permit> {

	/** Takes the waiter out of the queue. */
	private final Runnable leave;

	/** What the semaphore decided: a permit, or what it throws. Null until then. */
	private volatile @Nullable Object outcome;

	PermitFuture(Runnable leave) {
		this.leave = leave;
	}

	/** Completes it with a permit or a failure. */
	void settle(Object outcome) {
		this.outcome = outcome;
		finish();
	}

	/** The same soon, on another thread than this if there is one to be had. */
	void settleOn(Executor executor, Object outcome) {
		this.outcome = outcome;
		for (Executor next : List.of(executor, ContinuationThreads.EXECUTOR, Trampoline.INSTANCE)) {
			try {
				next.execute(this::finish);
				return;
			}
			catch (Throwable ex) {
				// if it took the task all the same, the next one finds nothing to do
			}
		}
	}

	@Override
	public boolean complete(Permit value) {
		return completeForeign(() -> super.complete(value));
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		return completeForeign(() -> super.completeExceptionally(failure));
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		return completeForeign(() -> super.cancel(mayInterruptIfRunning));
	}

	@Override
	public CompletableFuture<Permit> completeAsync(Supplier<? extends Permit> supplier, Executor executor) {
		executor.execute(() -> {
			try {
				complete(supplier.get());
			}
			catch (Throwable ex) {
				completeExceptionally(ex);
			}
		});
		return this;
	}

	@Override
	public void obtrudeValue(Permit value) {
		this.leave.run();
		super.complete(value);
		// what was granted, and nobody has seen
		finish();
		super.obtrudeValue(value);
	}

	@Override
	public void obtrudeException(Throwable failure) {
		this.leave.run();
		super.completeExceptionally(failure);
		finish();
		super.obtrudeException(failure);
	}

	@Override
	public boolean isDone() {
		look();
		return super.isDone();
	}

	@Override
	public boolean isCancelled() {
		look();
		return super.isCancelled();
	}

	@Override
	public boolean isCompletedExceptionally() {
		look();
		return super.isCompletedExceptionally();
	}

	@Override
	public @Nullable Permit getNow(@Nullable Permit absent) {
		look();
		return super.getNow(absent);
	}

	@Override
	public Permit join() {
		look();
		return super.join();
	}

	@Override
	public Permit get() throws InterruptedException, ExecutionException {
		look();
		return super.get();
	}

	@Override
	public Permit get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		look();
		return super.get(timeout, unit);
	}

	/* What was granted before is seen, or goes back, before this returns. */
	private boolean completeForeign(BooleanSupplier completion) {
		this.leave.run();
		look();
		boolean completed = completion.getAsBoolean();
		finish();
		return completed;
	}

	/* What is chained to it is left to the executor. */
	private void look() {
		if (!super.isDone() && getNumberOfDependents() == 0) {
			finish();
		}
	}

	/*
	 * Any number of threads may do this at once: whoever comes first completes it, and no
	 * other one returns before it is complete. One that comes late finds nothing to do,
	 * lest it takes a permit from its holder if the future was obtruded since.
	 */
	private void finish() {
		Object outcome = this.outcome;
		if (outcome instanceof Throwable failure) {
			super.completeExceptionally(failure);
		}
		else if (outcome instanceof Permit permit && !super.complete(permit) && !isCompletedWith(permit)) {
			permit.close();
		}
		if (outcome != null) {
			this.outcome = null;
		}
	}

	private boolean isCompletedWith(Permit permit) {
		return !super.isCompletedExceptionally() && super.getNow(null) == permit;
	}

}
