package dev.semaphore.spring.aop;

import java.util.Arrays;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * A value that a body has returned, and the permit under which it ran.
 *
 * @param value what the body returned
 * @param permit the permit
 * @param call the call
 */
record HeldValue(@Nullable Object value, Permit permit, ReturnedCall call) {

	/**
	 * What the caller gets if a declared type tells what is returned.
	 */
	<T> @Nullable Object by(Hold<T> hold) throws Exception {
		T value = cast(hold);
		return (value != null) ? hold.hold(value, this.permit, this.call) : giveBack();
	}

	/**
	 * What the caller gets if nothing but the value tells what it is.
	 */
	<T> @Nullable Object byUndeclared(Hold<T> hold) throws Exception {
		T value = cast(hold);
		return (value != null) ? hold.holdUndeclared(value, this.permit, this.call) : giveBack();
	}

	/**
	 * The value, whose work is over.
	 */
	@Nullable Object giveBack() {
		this.permit.close();
		return this.value;
	}

	/**
	 * Whether nobody can know more of a value than that it is of a type: that of a lambda
	 * expression, or of an anonymous class.
	 */
	static boolean isMerely(Object value, Class<?> type) {
		Class<?> actual = value.getClass();
		boolean nameless = actual.isHidden() || actual.isSynthetic() || actual.isAnonymousClass();
		return nameless && actual.getSuperclass().isAssignableFrom(type)
				&& Arrays.stream(actual.getInterfaces()).allMatch((known) -> known.isAssignableFrom(type));
	}

	@SuppressWarnings("unchecked") // a raw class knows no more of its parameters
	private <T> @Nullable T cast(Hold<T> hold) {
		return hold.type().isInstance(this.value) ? (T) this.value : null;
	}

}
