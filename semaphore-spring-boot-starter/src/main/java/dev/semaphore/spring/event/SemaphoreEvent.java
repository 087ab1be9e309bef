package dev.semaphore.spring.event;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a semaphore. Published as it is, so a listener's parameter
 * is of this type. Listeners are called by the thread that caused the event, and should
 * be quick.
 *
 * @param semaphore the semaphore
 * @param kind what happened
 * @param caller who asked, as far as known; null where nobody did
 * @param reason why a request was refused; null otherwise
 * @param time how long a request waited, or a permit was held; zero otherwise
 */
public record SemaphoreEvent(CountingSemaphore semaphore, Kind kind, @Nullable String caller,
		@Nullable RejectionReason reason, Duration time) {

	/**
	 * What may happen.
	 */
	public enum Kind {

		/**
		 * A request got its permits.
		 */
		ACQUIRED,

		/**
		 * Permits came back.
		 */
		RELEASED,

		/**
		 * A request was refused.
		 */
		REJECTED,

		/**
		 * The limit was changed.
		 */
		RESIZED,

		/**
		 * The semaphore was closed or opened.
		 */
		STATE_CHANGED,

		/**
		 * The lease of permits that are still held is lost.
		 */
		LEASE_LOST,

		/**
		 * Permits that are still held are given back by force.
		 */
		UNSAFE_RELEASE,

		/**
		 * The shared backend of the semaphore went away, or is back.
		 */
		BACKEND_STATE_CHANGED

	}

}
