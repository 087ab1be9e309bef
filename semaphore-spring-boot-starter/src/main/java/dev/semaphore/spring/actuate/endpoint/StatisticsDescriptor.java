package dev.semaphore.spring.actuate.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreStatistics;

/**
 * What a semaphore counted since it was made. Counts requests, not permits.
 *
 * @param acquired how many requests got their permits
 * @param released how many of them have ended
 * @param rejected how many were refused, for each {@link RejectionReason}
 * @param waitTime how long those that got their permits waited for them
 * @param holdTime how long those that have ended held their permits
 */
public record StatisticsDescriptor(long acquired, long released, Map<String, Long> rejected, TimesDescriptor waitTime,
		TimesDescriptor holdTime) {

	static StatisticsDescriptor of(SemaphoreStatistics statistics, TimedSemaphore times) {
		Map<String, Long> rejected = new LinkedHashMap<>();
		for (RejectionReason reason : RejectionReason.values()) {
			rejected.put(reason.name(), statistics.rejected().getOrDefault(reason, 0L));
		}
		return new StatisticsDescriptor(statistics.acquired(), statistics.released(), rejected, times.waitTimes(),
				times.holdTimes());
	}

}
