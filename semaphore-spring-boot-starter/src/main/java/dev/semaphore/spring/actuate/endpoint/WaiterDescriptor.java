package dev.semaphore.spring.actuate.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for permits.
 *
 * @param what what asked for them, or null if it did not say
 * @param since when it began to wait, in ISO-8601
 * @param weight how many permits it wants
 * @param key the key they count for, which may be masked, or null
 */
@JsonInclude(Include.NON_NULL)
public record WaiterDescriptor(@Nullable String what, String since, int weight, @Nullable String key) {

}
