package dev.semaphore;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Tells, for those whom {@link SemaphoreMode#DRY_RUN} lets in beyond the limit, why they
 * would have been refused.
 */
final class DryRun {

	private DryRun() {
	}

	/**
	 * Why a request would have been refused that found no permit free.
	 * @param fit what speaks against it whether or not permits are free, or null
	 * @param figures the numbers before it is let in; those above the limit stand for
	 * those who would wait
	 * @param maxWait how long it would wait
	 * @param maxQueue how many may wait
	 * @param expectedWait how long the queue would take
	 */
	static @Nullable RejectionReason wouldRefuse(@Nullable RejectionReason fit, LedgerFigures figures, Duration maxWait,
			int maxQueue, Duration expectedWait) {
		if (fit != null) {
			return fit;
		}
		if (maxWait.isZero()) {
			return RejectionReason.UNAVAILABLE;
		}
		if (-figures.available() >= maxQueue) {
			return RejectionReason.QUEUE_FULL;
		}
		return (expectedWait.compareTo(maxWait) > 0) ? RejectionReason.TIMED_OUT : null;
	}

}
