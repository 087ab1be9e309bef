package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * How long a permit is held after the body has returned a value, for one kind of value.
 */
interface Hold {

	/**
	 * Sees to it that the permit goes back when the work that the value stands for is
	 * over. If it throws, the permit goes back at once.
	 * @param value what the body returned
	 * @param permit what the body ran under
	 * @param call the call, to take more permits if the work is done more than once
	 * @return what the caller gets instead of the value, or the value
	 */
	@Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) throws Exception;

	/**
	 * Whether a method that declares a type may return what this makes of such values.
	 */
	default boolean fits(Class<?> declared) {
		return true;
	}

}
