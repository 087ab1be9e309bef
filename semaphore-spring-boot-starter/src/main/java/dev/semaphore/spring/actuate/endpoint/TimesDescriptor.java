package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;

/**
 * How long something took, so far. Durations are in ISO-8601.
 *
 * @param count how often
 * @param total how long altogether
 * @param mean how long on average, {@code PT0S} if never
 * @param max how long at the most
 */
public record TimesDescriptor(long count, String total, String mean, String max) {

	static TimesDescriptor of(long count, Duration total, Duration max) {
		Duration mean = (count != 0) ? total.dividedBy(count) : Duration.ZERO;
		return new TimesDescriptor(count, total.toString(), mean.toString(), max.toString());
	}

}
