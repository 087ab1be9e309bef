package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * A future that can only be asked whether it is done, with a permit that goes back when
 * it is. Whoever waits for the value has it after the permit has gone back; if nobody
 * asks, it is asked from time to time, ever less often the longer it takes.
 * <p>
 * A future that is cancelled says that it is done, though its task may run on. So it is
 * cancelled only if the task is to be interrupted too; otherwise the caller is told so
 * and the task runs to its end, under its permit.
 */
final class HeldFuture implements Future<@Nullable Object> {

	/** By this part of the time it took, the end may be noticed late. */
	private static final int LATENESS = 8;

	private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);

	private final Future<?> future;

	private final Permit permit;

	/** Completes when the caller gives up. */
	private final CompletableFuture<@Nullable Object> givenUp = new CompletableFuture<>();

	private HeldFuture(Future<?> future, Permit permit) {
		this.future = future;
		this.permit = permit;
	}

	static HeldFuture hold(Future<?> future, Permit permit) {
		HeldFuture held = new HeldFuture(future, permit);
		if (!held.settle()) {
			held.watch(System.nanoTime());
		}
		return held;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void watch(long since) {
		long interval = Math.max(SHORTEST, Math.min((System.nanoTime() - since) / LATENESS, LONGEST));
		CompletableFuture.delayedExecutor(interval, TimeUnit.NANOSECONDS, Runnable::run).execute(() -> {
			if (!this.future.isDone()) {
				watch(since);
			}
			else {
				// Whoever listens must not keep the one thread that does all such timing.
				CompletableFuture.runAsync(this.permit::close);
			}
		});
	}

	private boolean settle() {
		boolean done = this.future.isDone();
		if (done) {
			this.permit.close();
		}
		return done;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		if (isDone()) {
			return false;
		}
		boolean cancelled = mayInterruptIfRunning ? this.future.cancel(true) : this.givenUp.cancel(false);
		settle();
		return cancelled;
	}

	@Override
	public boolean isCancelled() {
		return isDone() && (this.givenUp.isCancelled() || this.future.isCancelled());
	}

	@Override
	public boolean isDone() {
		return settle() || this.givenUp.isDone();
	}

	@Override
	public @Nullable Object get() throws InterruptedException, ExecutionException {
		while (true) {
			try {
				return get(LONGEST, TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				// Not yet.
			}
		}
	}

	/* In parts: nobody else would tell this thread that the future was given up. */
	@Override
	public @Nullable Object get(long timeout, TimeUnit unit)
			throws InterruptedException, ExecutionException, TimeoutException {
		long left = unit.toNanos(timeout);
		long end = System.nanoTime() + left;
		try {
			while (!this.givenUp.isDone()) {
				try {
					return this.future.get(Math.min(left, LONGEST), TimeUnit.NANOSECONDS);
				}
				catch (TimeoutException ex) {
					left = end - System.nanoTime();
					if (left <= 0) {
						throw ex;
					}
				}
			}
			return this.givenUp.get();
		}
		finally {
			settle();
		}
	}

}
