package dev.semaphore;

import java.util.Map;

/**
 * What a semaphore counted since it was made. Counts requests, not permits.
 *
 * @param acquired how many requests got their permits
 * @param released how many of them have ended: closed or forgotten
 * @param rejected how many requests were refused, by reason; reasons that never occurred
 * are absent
 */
public record SemaphoreStatistics(long acquired, long released, Map<RejectionReason, Long> rejected) {

	/**
	 * Creates the statistics.
	 */
	public SemaphoreStatistics {
		rejected = Map.copyOf(rejected);
	}

}
