package dev.semaphore.spring.store.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The requests of this process for one semaphore. They are carried out in their order, a
 * transaction at a time; those that came meanwhile share the next.
 */
final class EtcdQueue {

	/** Etcd takes no more than 128 operations in a transaction. */
	private static final int LARGEST_BATCH = 32;

	private final Executor executor;

	private final Function<List<EtcdRequest<?>>, CompletableFuture<?>> work;

	private final long timeoutNanos;

	private final Queue<EtcdRequest<?>> requests = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean busy = new AtomicBoolean();

	EtcdQueue(Executor executor, Function<List<EtcdRequest<?>>, CompletableFuture<?>> work, long timeoutNanos) {
		this.executor = executor;
		this.work = work;
		this.timeoutNanos = timeoutNanos;
	}

	void add(EtcdRequest<?> request) {
		this.requests.add(request);
		begin();
	}

	private void begin() {
		if (!this.requests.isEmpty() && this.busy.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::run);
			}
			catch (RejectedExecutionException ex) {
				this.busy.set(false);
				for (EtcdRequest<?> next = this.requests.poll(); next != null; next = this.requests.poll()) {
					next.fail(new IllegalStateException("The store is closed", ex));
				}
			}
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the requests are told of failures
	private void run() {
		List<EtcdRequest<?>> batch = batch();
		CompletableFuture<?> done = batch.isEmpty() ? CompletableFuture.completedFuture(batch) : this.work.apply(batch);
		done.whenComplete((result, ex) -> {
			this.busy.set(false);
			// one that came meanwhile saw that somebody works
			begin();
		});
	}

	private List<EtcdRequest<?>> batch() {
		List<EtcdRequest<?>> batch = new ArrayList<>();
		while (batch.size() < LARGEST_BATCH) {
			EtcdRequest<?> next = this.requests.poll();
			if (next == null) {
				return batch;
			}
			if (next.isOlderThan(this.timeoutNanos)) {
				// nobody waits for it any more, and others do
				next.fail(new TimeoutException("etcd did not get to it in time"));
			}
			else {
				batch.add(next);
			}
		}
		return batch;
	}

}
