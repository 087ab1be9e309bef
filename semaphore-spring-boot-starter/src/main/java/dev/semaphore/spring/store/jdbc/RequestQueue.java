package dev.semaphore.spring.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The requests of this process for one semaphore. They are carried out in their order, by
 * one thread at a time; those that came while a transaction was underway share the next.
 */
final class RequestQueue {

	/** So many share a transaction at the most. */
	private static final int LARGEST_BATCH = 64;

	private final Executor executor;

	private final Consumer<List<Request<?>>> work;

	private final long timeoutNanos;

	private final Queue<Request<?>> requests = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	RequestQueue(Executor executor, Consumer<List<Request<?>>> work, long timeoutNanos) {
		this.executor = executor;
		this.work = work;
		this.timeoutNanos = timeoutNanos;
	}

	void add(Request<?> request) {
		this.requests.add(request);
		schedule();
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::run);
			}
			catch (RejectedExecutionException ex) {
				this.scheduled.set(false);
				for (Request<?> next = this.requests.poll(); next != null; next = this.requests.poll()) {
					next.fail(new IllegalStateException("The store is closed", ex));
				}
			}
		}
	}

	private void run() {
		try {
			List<Request<?>> batch = batch();
			if (!batch.isEmpty()) {
				this.work.accept(batch);
			}
		}
		finally {
			this.scheduled.set(false);
			// one that came meanwhile saw that somebody works; and others have their turn
			if (!this.requests.isEmpty()) {
				schedule();
			}
		}
	}

	private List<Request<?>> batch() {
		List<Request<?>> batch = new ArrayList<>();
		while (batch.size() < LARGEST_BATCH) {
			Request<?> next = this.requests.poll();
			if (next == null) {
				return batch;
			}
			if (next.isOlderThan(this.timeoutNanos)) {
				// nobody waits for it any more, and others do
				next.fail(new TimeoutException("no connection for " + next.ageMillis() + " ms"));
			}
			else {
				batch.add(next);
			}
		}
		return batch;
	}

}
