package dev.semaphore.spring.actuate.endpoint;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.util.StringUtils;

/**
 * What an operator wants changed. Each part may be left out.
 *
 * @param permits the new limit, or null to leave it
 * @param state the new state, or null to leave it
 * @param clearStatistics whether to count anew
 * @param unsafeRelease the number of the holder whose permits are to be given back by
 * force, or null
 * @param unsafeEndLease the instance of a shared semaphore whose lease is to be ended by
 * force, or null
 */
record SemaphoreChange(@Nullable Integer permits, @Nullable SemaphoreState state, boolean clearStatistics,
		@Nullable Long unsafeRelease, @Nullable String unsafeEndLease) {

	private static final Log logger = LogFactory.getLog(SemaphoreChange.class);

	private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

	/**
	 * Reads a change. It is whole and valid, or there is none: nothing is applied before
	 * everything has been read.
	 * @throws InvalidEndpointRequestException if a value is wrong, or there is none
	 */
	static SemaphoreChange of(@Nullable String permits, @Nullable String state, @Nullable String statistics,
			@Nullable String unsafeRelease, @Nullable String unsafeEndLease) {
		if (Stream.of(permits, state, statistics, unsafeRelease, unsafeEndLease).allMatch(Objects::isNull)) {
			throw invalid("Nothing to change: say one or more of 'permits', 'state', 'statistics', 'unsafeRelease' and"
					+ " 'unsafeEndLease'");
		}
		if (unsafeEndLease != null && Stream.of(permits, state, statistics, unsafeRelease).anyMatch(Objects::nonNull)) {
			throw invalid("'unsafeEndLease' cannot be undone if the rest fails: say it alone");
		}
		return new SemaphoreChange((permits != null) ? permits(permits) : null, (state != null) ? state(state) : null,
				statistics != null && clear(statistics), (unsafeRelease != null) ? holder(unsafeRelease) : null,
				unsafeEndLease);
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

	private static boolean clear(String text) {
		if (text.equalsIgnoreCase("clear")) {
			return true;
		}
		throw invalid("'statistics' can only be 'clear', but is '" + text + "'");
	}

	private static Long holder(String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw invalid("'unsafeRelease' must be the id of a holder, but is '" + text + "'");
		}
	}

	/** Whether it takes from somebody what may be in use. */
	boolean isUnsafe() {
		return this.unsafeRelease != null || this.unsafeEndLease != null;
	}

	static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, StringUtils.uncapitalize(message));
	}

	/**
	 * Makes the change. Permits are given back first, since that may fail, and nothing
	 * has changed then. Closes before, and opens after the limit is changed, so that
	 * nobody slips in who finds the semaphore open under the wrong limit.
	 * @throws InvalidEndpointRequestException if there is no holder of that number, or no
	 * such instance
	 */
	void applyTo(CountingSemaphore semaphore, SemaphoreTimes times) {
		if (this.unsafeRelease != null) {
			if (!semaphore.unsafeRelease(this.unsafeRelease)) {
				throw invalid("'" + semaphore.name() + "' has no holder " + this.unsafeRelease + " (any more)");
			}
			logger.warn("Semaphore '" + semaphore.name() + "' was given back by force, through Actuator, what holder "
					+ this.unsafeRelease + " held");
		}
		if (this.unsafeEndLease != null) {
			ShareDescriptor.endLease(semaphore, this.unsafeEndLease);
			times.of(semaphore).events().leaseEnded(this.unsafeEndLease);
			logger.warn("Semaphore '" + semaphore.name()
					+ "' was given back by force, through Actuator, what instance '" + this.unsafeEndLease + "' held");
		}
		if (this.state == SemaphoreState.CLOSED) {
			semaphore.close();
		}
		if (this.permits != null) {
			semaphore.resize(this.permits);
		}
		if (this.state == SemaphoreState.OPEN) {
			semaphore.open();
		}
		if (this.clearStatistics) {
			times.clear(semaphore);
		}
	}

	/** What it changes, for the record. */
	Map<String, Object> data() {
		Map<String, Object> data = new LinkedHashMap<>();
		if (this.permits != null) {
			data.put("permits", this.permits.toString());
		}
		if (this.state != null) {
			data.put("state", this.state.name().toLowerCase(Locale.ROOT));
		}
		if (this.clearStatistics) {
			data.put("statistics", "clear");
		}
		if (this.unsafeRelease != null) {
			data.put("unsafeRelease", this.unsafeRelease);
		}
		if (this.unsafeEndLease != null) {
			data.put("unsafeEndLease", this.unsafeEndLease);
		}
		return data;
	}

}
