package dev.semaphore;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to semaphores. Called outside of all locks, on the thread of
 * whoever caused the event, so it should be quick; what it throws is logged and goes no
 * further. Events of one request come in order; those of different requests may
 * interleave.
 */
public interface SemaphoreListener {

	/**
	 * Whether this wants to hear of permits that are taken and given back. Asked once for
	 * each semaphore. Where nobody does, and holders are not tracked, taking and giving
	 * back cost no more than without listeners, and {@link #onAcquired} and
	 * {@link #onReleased} are not called.
	 * @return true unless overridden
	 */
	default boolean hearsOfPermits() {
		return true;
	}

	/**
	 * A semaphore was added to the registry.
	 * @param semaphore the semaphore
	 */
	default void onRegistered(CountingSemaphore semaphore) {
	}

	/**
	 * A semaphore was removed from the registry.
	 * @param semaphore the semaphore
	 */
	default void onRemoved(CountingSemaphore semaphore) {
	}

	/**
	 * A request may come to wait, since its permits are not free, or since a shared store
	 * is asked whether they are. Called by its caller's thread, which alone knows what
	 * belongs to it, such as a trace.
	 * @param semaphore the semaphore
	 * @param request what is asked for
	 * @return is told if it waits; null if there is no need to tell
	 */
	default @Nullable Wait onWait(CountingSemaphore semaphore, AcquireRequest request) {
		return null;
	}

	/**
	 * A request got its permits; called before its caller sees them.
	 * @param semaphore the semaphore
	 * @param request what was asked for
	 * @param waited how long it waited; zero if it did not
	 */
	default void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
	}

	/**
	 * Permits came back, or were forgotten.
	 * @param semaphore the semaphore
	 * @param request what was asked for
	 * @param held how long they were held
	 */
	default void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
	}

	/**
	 * A request was refused, or was given up while it waited.
	 * @param semaphore the semaphore
	 * @param request what was asked for
	 * @param reason why; {@link RejectionReason#INTERRUPTED INTERRUPTED} also when the
	 * future of a waiter was completed from outside
	 * @param waited how long it waited; zero if it did not
	 */
	default void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
			Duration waited) {
	}

	/**
	 * The limit was changed. Of two changes at once either may be told first: what is so
	 * now the {@link CountingSemaphore#snapshot() snapshot} says.
	 * @param semaphore the semaphore
	 * @param from the limit before
	 * @param to the limit now
	 */
	default void onResized(CountingSemaphore semaphore, int from, int to) {
	}

	/**
	 * The semaphore was closed or opened. Of two changes at once either may be told
	 * first: what is so now the {@link CountingSemaphore#snapshot() snapshot} says.
	 * @param semaphore the semaphore
	 * @param state its state now
	 */
	default void onStateChanged(CountingSemaphore semaphore, SemaphoreState state) {
	}

	/**
	 * The lease of permits that are still held is lost: they may be somebody else's by
	 * now. Their release is told as ever.
	 * @param semaphore the semaphore
	 * @param request what was asked for
	 * @param held how long they have been held
	 */
	default void onLeaseLost(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
	}

	/**
	 * Permits that are still held are about to be given back by force. Their release is
	 * told as ever.
	 * @param semaphore the semaphore
	 * @param request what was asked for
	 * @param held how long they have been held
	 */
	default void onUnsafeRelease(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
	}

	/**
	 * The store of the semaphore went away, or is back.
	 * @param semaphore the semaphore
	 * @param state whether it answers now
	 */
	default void onBackendStateChanged(CountingSemaphore semaphore, BackendState state) {
	}

	/**
	 * The wait of one request.
	 */
	interface Wait {

		/**
		 * The request waits from now on. Not called if it need not. Called by its
		 * caller's thread, or for a future from a shared store by any.
		 */
		void begin();

		/**
		 * It waits no more: called once after it began, by any thread, before the work
		 * goes on that waited.
		 * @param failure the {@link PermitRejectedException} with which it was refused,
		 * an {@link InterruptedException} or
		 * {@link java.util.concurrent.CancellationException} if it left the queue, or
		 * null if it has its permits
		 */
		void end(@Nullable Throwable failure);

	}

}
