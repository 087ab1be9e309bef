package dev.semaphore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Waits for answers of a store, on threads that may.
 */
final class StoreAnswers {

	private final String semaphore;

	private final StoreCalls calls;

	private final BooleanSupplier mayBlock;

	StoreAnswers(String semaphore, StoreCalls calls, BooleanSupplier mayBlock) {
		this.semaphore = semaphore;
		this.calls = calls;
		this.mayBlock = mayBlock;
	}

	/** Whether this thread may wait for an answer; never one that brings answers. */
	boolean mayBlock() {
		return !this.calls.isAnswering() && this.mayBlock.getAsBoolean();
	}

	/** The answer; null on a thread that may not wait for it. */
	<T> @Nullable T await(CompletableFuture<T> answer) {
		if (!answer.isDone() && !mayBlock()) {
			return null;
		}
		try {
			return answer.join();
		}
		catch (CompletionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new BackendUnavailableException(this.semaphore, this.calls.store().kind(), cause);
		}
	}

}
