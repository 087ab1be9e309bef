package dev.semaphore;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who holds permits.
 *
 * @param id its number, which no other holder in this process has; 0 if it has none
 * @param caller what took them, or null if it did not say
 * @param threadName the name of the thread that took them; virtual threads often have an
 * empty one
 * @param threadId the id of that thread
 * @param weight how many permits
 * @param key the key they count for, or null
 * @param heldFor since when, as the time passed
 * @param takenAt the stack that asked for them, or null unless holders are
 * {@linkplain SemaphoreOptions#watchHolders() watched}; the same object for as long as
 * they are held
 * @param leaked whether nobody can give them back any more: their {@link Permit} was
 * garbage-collected; found only where holders are watched
 */
public record PermitHolder(long id, @Nullable String caller, String threadName, long threadId, int weight,
		@Nullable String key, Duration heldFor, @Nullable Throwable takenAt, boolean leaked) {

	/**
	 * Creates a holder who has no number and is not watched.
	 * @param caller what took them, or null if it did not say
	 * @param threadName the name of the thread that took them
	 * @param threadId the id of that thread
	 * @param weight how many permits
	 * @param key the key they count for, or null
	 * @param heldFor since when, as the time passed
	 */
	public PermitHolder(@Nullable String caller, String threadName, long threadId, int weight, @Nullable String key,
			Duration heldFor) {
		this(0, caller, threadName, threadId, weight, key, heldFor, null, false);
	}

}
