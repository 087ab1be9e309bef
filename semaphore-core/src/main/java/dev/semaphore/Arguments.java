package dev.semaphore;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The checks that several doors share.
 */
final class Arguments {

	private Arguments() {
	}

	static String name(String name) {
		if (name == null || name.isBlank()) {
			throw new IllegalArgumentException("The name of a semaphore must not be blank, but is '" + name + "'");
		}
		return name;
	}

	static int weight(int weight) {
		if (weight < 1) {
			throw new IllegalArgumentException("weight must be 1 or more, but is " + weight);
		}
		return weight;
	}

	static int notNegative(String what, int value) {
		if (value < 0) {
			throw new IllegalArgumentException(what + " must be 0 or more, but is " + value);
		}
		return value;
	}

	static void given(String what, @Nullable Object value) {
		if (value == null) {
			throw new IllegalArgumentException(what + " must be given, but is null");
		}
	}

	static Duration maxWait(@Nullable Duration maxWait) {
		return notNegative("maxWait", maxWait);
	}

	static Duration notNegative(String what, @Nullable Duration value) {
		if (value == null || value.isNegative()) {
			throw new IllegalArgumentException(what + " must be zero or longer, but is " + value);
		}
		return value;
	}

	static Duration positive(String what, @Nullable Duration value) {
		if (value == null || value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(what + " must be longer than zero, but is " + value);
		}
		return value;
	}

}
