package dev.semaphore.spring.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Waits one at a time for what concerns all that has been before. Those who come while
 * one waits share the next wait: a replica that is slow holds up all of them once.
 */
final class SharedWait {

	private final Supplier<CompletionStage<Long>> waiting;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean busy;

	private @Nullable CompletableFuture<Long> next;

	SharedWait(Supplier<CompletionStage<Long>> waiting) {
		this.waiting = waiting;
	}

	/** Begins a wait after this call, or shares one that will. */
	CompletionStage<Long> begin() {
		CompletableFuture<Long> wait;
		this.lock.lock();
		try {
			if (this.busy) {
				this.next = (this.next != null) ? this.next : new CompletableFuture<>();
				return this.next;
			}
			this.busy = true;
			wait = new CompletableFuture<>();
		}
		finally {
			this.lock.unlock();
		}
		send(wait);
		return wait;
	}

	private void send(CompletableFuture<Long> wait) {
		begun().whenComplete((answer, ex) -> {
			CompletableFuture<Long> next = next();
			if (next != null) {
				send(next);
			}
			if (ex != null) {
				wait.completeExceptionally(ex);
			}
			else {
				wait.complete(answer);
			}
		});
	}

	private CompletionStage<Long> begun() {
		try {
			return this.waiting.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private @Nullable CompletableFuture<Long> next() {
		this.lock.lock();
		try {
			CompletableFuture<Long> next = this.next;
			this.next = null;
			this.busy = next != null;
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

}
