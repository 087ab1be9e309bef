package dev.semaphore;

import java.util.Map;

/**
 * What a semaphore counted since it was made. Counts requests, not permits.
 *
 * @param acquired how many requests got their permits
 * @param released how many of them have ended: closed or forgotten
 * @param rejected how many requests were refused, by reason; reasons that never occurred
 * are absent
 * @param leaked how many permits were garbage-collected while they were held; counted
 * only where holders are {@linkplain SemaphoreOptions#watchHolders() watched}
 */
public record SemaphoreStatistics(long acquired, long released, Map<RejectionReason, Long> rejected, long leaked) {

	/**
	 * Creates the statistics.
	 */
	public SemaphoreStatistics {
		rejected = Map.copyOf(rejected);
	}

	/**
	 * Creates statistics without leaks.
	 * @param acquired how many requests got their permits
	 * @param released how many of them have ended: closed or forgotten
	 * @param rejected how many requests were refused, by reason
	 */
	public SemaphoreStatistics(long acquired, long released, Map<RejectionReason, Long> rejected) {
		this(acquired, released, rejected, 0);
	}

}
