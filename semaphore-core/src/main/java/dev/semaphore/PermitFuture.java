package dev.semaphore;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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

	/** What completes it, as long as nobody has taken that on. */
	private final AtomicReference<@Nullable Runnable> completion = new AtomicReference<>();

	PermitFuture(Runnable leave) {
		this.leave = leave;
	}

	/** Has it completed soon, on another thread than this if there is one to be had. */
	void completeOn(Executor executor, Runnable completion) {
		this.completion.set(completion);
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

	/** Completes it for the semaphore. */
	boolean grant(Permit permit) {
		return super.complete(permit);
	}

	/** Completes it for the semaphore. */
	boolean refuse(Throwable refusal) {
		return super.completeExceptionally(refusal);
	}

	@Override
	public boolean complete(Permit value) {
		this.leave.run();
		return super.complete(value);
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		this.leave.run();
		return super.completeExceptionally(failure);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		this.leave.run();
		return super.cancel(mayInterruptIfRunning);
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
		super.obtrudeValue(value);
	}

	@Override
	public void obtrudeException(Throwable failure) {
		this.leave.run();
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

	/* What is chained to it is left to the executor. */
	private void look() {
		if (getNumberOfDependents() == 0) {
			finish();
		}
	}

	private void finish() {
		Runnable completion = this.completion.getAndSet(null);
		if (completion != null) {
			completion.run();
		}
	}

}
