package dev.semaphore.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The calls of one process for one semaphore, for stores that carry out several in one
 * step. They are carried out in their order, a step at a time or a few; those that came
 * meanwhile share the next. Calls whose callers have given them up are left out. For any
 * number of threads.
 *
 * @param <C> the kind of calls
 */
public final class CallQueue<C extends QueuedCall<?, ?>> {

	private final Executor executor;

	private final int largestBatch;

	private final Duration timeout;

	private final Function<List<C>, CompletionStage<?>> work;

	private final Queue<C> calls = new ConcurrentLinkedQueue<>();

	private final Semaphore steps;

	/** How many steps are about to begin. */
	private final AtomicInteger beginning = new AtomicInteger();

	/**
	 * Creates a queue of one step at a time.
	 * @param executor begins each step; if it rejects one, those that wait fail
	 * @param largestBatch how many calls share a step at the most, 1 or more
	 * @param timeout how long callers wait, longer than zero
	 * @param work carries out calls, and completes or fails each; what it returns ends
	 * when the next step may begin. If it throws, they fail with that.
	 */
	public CallQueue(Executor executor, int largestBatch, Duration timeout,
			Function<List<C>, CompletionStage<?>> work) {
		this(executor, 1, largestBatch, timeout, work);
	}

	/**
	 * Creates a queue.
	 * @param executor begins each step; if it rejects one, those that wait fail
	 * @param steps how many may be underway at once, 1 or more
	 * @param largestBatch how many calls share a step at the most, 1 or more
	 * @param timeout how long callers wait, longer than zero
	 * @param work begins to carry out calls, one step after the other, and completes or
	 * fails each; what it returns ends when another step may begin. If it throws, they
	 * fail with that.
	 */
	public CallQueue(Executor executor, int steps, int largestBatch, Duration timeout,
			Function<List<C>, CompletionStage<?>> work) {
		this.executor = executor;
		this.steps = new Semaphore(steps);
		this.largestBatch = largestBatch;
		this.timeout = timeout;
		this.work = work;
	}

	/**
	 * Has a call carried out after all that were added before it.
	 * @param call the call
	 */
	public void add(C call) {
		this.calls.add(call);
		begin();
	}

	private void begin() {
		if (!this.calls.isEmpty() && this.steps.tryAcquire()) {
			try {
				this.executor.execute(this::run);
			}
			catch (RejectedExecutionException | OutOfMemoryError ex) {
				// closed, or no thread to be had: then the next call tries again
				this.steps.release();
				for (C next = this.calls.poll(); next != null; next = this.calls.poll()) {
					next.fail(new IllegalStateException("The store is closed, or has no threads", ex));
				}
			}
		}
	}

	/**
	 * One thread begins the steps of all: else what was taken from the queue first could
	 * be begun second.
	 */
	private void run() {
		if (this.beginning.getAndIncrement() == 0) {
			do {
				carryOut(batch()).whenComplete((result, ex) -> end());
			}
			while (this.beginning.decrementAndGet() > 0);
		}
	}

	private void end() {
		this.steps.release();
		// one that came meanwhile saw that somebody works; and others have their turn
		begin();
	}

	private CompletionStage<?> carryOut(List<C> batch) {
		try {
			return batch.isEmpty() ? CompletableFuture.completedFuture(batch) : this.work.apply(batch);
		}
		catch (Throwable ex) {
			batch.forEach((call) -> call.fail(ex));
			return CompletableFuture.failedFuture(ex);
		}
	}

	private List<C> batch() {
		List<C> batch = new ArrayList<>();
		while (batch.size() < this.largestBatch) {
			C next = this.calls.poll();
			if (next == null) {
				return batch;
			}
			if (next.isOlderThan(this.timeout)) {
				// nobody waits for it any more, and others do
				next.fail(new TimeoutException("not begun for " + next.ageMillis() + " ms"));
			}
			else {
				batch.add(next);
			}
		}
		return batch;
	}

}
