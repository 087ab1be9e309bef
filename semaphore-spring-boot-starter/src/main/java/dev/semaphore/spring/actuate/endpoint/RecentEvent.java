package dev.semaphore.spring.actuate.endpoint;

import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a semaphore, or that began to happen again and again.
 *
 * @param at when it happened first, in the time source's nanoseconds
 * @param kind what happened, in a word
 * @param what more about it, or null
 * @param count how often it happened
 */
record RecentEvent(long at, String kind, @Nullable String what, LongAdder count) {

	static RecentEvent once(long at, String kind, @Nullable String what) {
		LongAdder count = new LongAdder();
		count.increment();
		return new RecentEvent(at, kind, what, count);
	}

}
