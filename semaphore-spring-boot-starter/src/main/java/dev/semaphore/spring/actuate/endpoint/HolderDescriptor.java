package dev.semaphore.spring.actuate.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who holds permits.
 *
 * @param id its number, which no other holder in this process has; 0 if it has none
 * @param what what took them, or null if it did not say
 * @param threadName the name of the thread that took them; virtual threads often have an
 * empty one
 * @param threadId the id of that thread
 * @param since when it got them, in ISO-8601
 * @param weight how many permits
 * @param key the key they count for, which may be masked, or null
 */
@JsonInclude(Include.NON_NULL)
public record HolderDescriptor(long id, @Nullable String what, String threadName, long threadId, String since,
		int weight, @Nullable String key) {

}
