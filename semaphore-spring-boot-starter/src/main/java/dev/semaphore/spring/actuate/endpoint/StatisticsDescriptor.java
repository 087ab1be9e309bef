package dev.semaphore.spring.actuate.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreStatistics;
import org.jspecify.annotations.Nullable;

/**
 * What a semaphore counted since it was made, or cleared. Counts requests, not permits.
 *
 * @param since when it was cleared, in ISO-8601; null if it never was
 * @param acquired how many requests got their permits
 * @param released how many of them have ended
 * @param rejected how many were refused, for each {@link RejectionReason}
 * @param waitTime how long those that got their permits waited for them
 * @param holdTime how long those that have ended held their permits
 */
@JsonInclude(Include.NON_NULL)
public record StatisticsDescriptor(@Nullable String since, long acquired, long released, Map<String, Long> rejected,
		TimesDescriptor waitTime, TimesDescriptor holdTime) {

	static StatisticsDescriptor of(@Nullable String since, SemaphoreStatistics all, TimedSemaphore times) {
		SemaphoreStatistics statistics = times.statistics(all);
		Map<String, Long> rejected = new LinkedHashMap<>();
		for (RejectionReason reason : RejectionReason.values()) {
			rejected.put(reason.name(), statistics.rejected().getOrDefault(reason, 0L));
		}
		return new StatisticsDescriptor(since, statistics.acquired(), statistics.released(), rejected,
				times.waitTimes(), times.holdTimes());
	}

}
