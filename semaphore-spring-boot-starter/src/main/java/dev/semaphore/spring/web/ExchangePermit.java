package dev.semaphore.spring.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;

/**
 * The permit of one exchange of a request and a response, waited for, held, and given
 * back once, however the exchange ends.
 *
 * @param future the permit
 */
public record ExchangePermit(CompletableFuture<Permit> future) implements AutoCloseable {

	/**
	 * Waits for the permit, if it is not there yet, through interrupts.
	 * @throws PermitRejectedException if it was refused
	 */
	public void await() {
		try {
			this.future.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof PermitRejectedException refusal) ? refusal : ex;
		}
	}

	/**
	 * Leaves the queue, or gives the permit back. Closing again does nothing.
	 */
	@Override
	public void close() {
		if (!this.future.cancel(false) && !this.future.isCompletedExceptionally()) {
			this.future.join().close();
		}
	}

}
