package dev.semaphore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.semaphore.store.Grant;

/**
 * A claim that is over, but of which the store may not know yet.
 */
final class LeaseEnding {

	final Grant grant;

	/** Whether its permits stay out. */
	final boolean forget;

	/** Completes when the store was told, or did not answer. */
	final CompletableFuture<Void> told = new CompletableFuture<>();

	final AtomicBoolean underway = new AtomicBoolean();

	/** Whether the store was asked to count it again. */
	volatile boolean restored;

	LeaseEnding(Grant grant, boolean forget) {
		this.grant = grant;
		this.forget = forget;
	}

}
