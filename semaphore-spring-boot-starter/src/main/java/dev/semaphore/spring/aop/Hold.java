package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * How long a permit is held after the body has returned a value, for one kind of value.
 *
 * @param <T> the kind
 */
interface Hold<T> {

	/**
	 * What the values are instances of. The work of others is over when they are
	 * returned.
	 */
	Class<? super T> type();

	/**
	 * Sees to it that the permit goes back when the work that the value stands for is
	 * over. If it throws, the permit goes back at once.
	 * @param value what the body returned
	 * @param permit what the body ran under
	 * @param call the call, to take more permits if the work is done more than once
	 * @return what the caller gets instead of the value, or the value
	 */
	@Nullable Object hold(T value, Permit permit, ReturnedCall call) throws Exception;

	/**
	 * The same under a declared type which does not say so. The caller may know the
	 * value's class and cast to it, so only what nobody can tell from the value replaces
	 * it.
	 */
	default @Nullable Object holdUndeclared(T value, Permit permit, ReturnedCall call) throws Exception {
		return hold(value, permit, call);
	}

	/**
	 * Whether a method that declares a type may return what this makes of such values.
	 */
	default boolean fits(Class<?> declared) {
		return true;
	}

}
