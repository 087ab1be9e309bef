package dev.semaphore.spring.store.redis;

import java.util.List;
import java.util.function.Function;

import dev.semaphore.store.Membership;
import dev.semaphore.store.QueuedCall;

/**
 * A call that waits to be sent, perhaps with others.
 *
 * @param <T> what it is answered with
 */
final class RedisCall<T> extends QueuedCall<RedisAnswer, T> {

	/** The operations whose result is one line. */
	private static final List<String> SHAREABLE = List.of("take", "end");

	private final Object[] words;

	/**
	 * Creates a call.
	 * @param member who calls
	 * @param answer what is made of the script's answer
	 * @param words the operation and its arguments
	 */
	RedisCall(Membership member, Function<RedisAnswer, T> answer, Object... words) {
		super(member, answer);
		this.words = words;
	}

	Object[] words() {
		return this.words;
	}

	/** Whether both can be operations of one call of the script, this one first. */
	boolean goesWith(RedisCall<?> next) {
		return SHAREABLE.contains(this.words[0]) && SHAREABLE.contains(next.words[0]) && member().equals(next.member());
	}

}
