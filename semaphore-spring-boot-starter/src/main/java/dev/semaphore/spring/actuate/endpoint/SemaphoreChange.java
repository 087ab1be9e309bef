package dev.semaphore.spring.actuate.endpoint;

import java.math.BigInteger;
import java.util.regex.Pattern;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.util.StringUtils;

/**
 * What an operator wants changed: the limit, the state, or both.
 *
 * @param permits the new limit, or null to leave it
 * @param state the new state, or null to leave it
 */
record SemaphoreChange(@Nullable Integer permits, @Nullable SemaphoreState state) {

	private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

	/**
	 * Reads a change. It is whole and valid, or there is none: nothing is applied before
	 * everything has been read.
	 * @throws InvalidEndpointRequestException if a value is wrong, or there is none
	 */
	static SemaphoreChange of(@Nullable String permits, @Nullable String state) {
		if (permits == null && state == null) {
			throw invalid("Nothing to change: say 'permits', 'state', or both");
		}
		return new SemaphoreChange((permits != null) ? permits(permits) : null, (state != null) ? state(state) : null);
	}

	/**
	 * Read here and not by Spring's conversion, which takes {@code 0x10} for a number and
	 * nothing for null.
	 */
	private static Integer permits(String text) {
		if (DIGITS.matcher(text).matches()) {
			BigInteger permits = new BigInteger(text);
			if (permits.bitLength() < Integer.SIZE) {
				return permits.intValue();
			}
		}
		throw invalid("'permits' must be a whole number, 0 to " + Integer.MAX_VALUE + ", but is '" + text + "'");
	}

	private static SemaphoreState state(String text) {
		for (SemaphoreState state : SemaphoreState.values()) {
			if (state.name().equalsIgnoreCase(text)) {
				return state;
			}
		}
		throw invalid("'state' must be 'open' or 'closed', but is '" + text + "'");
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, StringUtils.uncapitalize(message));
	}

	/**
	 * Makes the change. Closes before, and opens after the limit is changed, so that
	 * nobody slips in who finds the semaphore open under the wrong limit.
	 */
	void applyTo(CountingSemaphore semaphore) {
		if (this.state == SemaphoreState.CLOSED) {
			semaphore.close();
		}
		if (this.permits != null) {
			semaphore.resize(this.permits);
		}
		if (this.state == SemaphoreState.OPEN) {
			semaphore.open();
		}
	}

}
