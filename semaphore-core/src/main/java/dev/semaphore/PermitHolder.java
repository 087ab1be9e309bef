package dev.semaphore;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who holds permits.
 *
 * @param caller what took them, or null if it did not say
 * @param threadName the name of the thread that took them; virtual threads often have an
 * empty one
 * @param threadId the id of that thread
 * @param weight how many permits
 * @param key the key they count for, or null
 * @param heldFor since when, as the time passed
 */
public record PermitHolder(@Nullable String caller, String threadName, long threadId, int weight, @Nullable String key,
		Duration heldFor) {

}
