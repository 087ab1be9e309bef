package dev.semaphore.spring.actuate.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened lately.
 *
 * @param at when it happened first, in ISO-8601
 * @param kind what happened, in a word such as {@code rejected} or {@code resized}
 * @param what more about it: the reason of refusals, the limits, the state; null if there
 * is nothing more
 * @param count how often; refusals for one reason within ten seconds are one event
 */
@JsonInclude(Include.NON_NULL)
public record EventDescriptor(String at, String kind, @Nullable String what, long count) {

}
