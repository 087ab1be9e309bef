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
	 * Why a request would have been refused.
	 * @param admission how it was let in; permits above the limit stand for those who
	 * would wait
	 * @param maxWait how long it would wait
	 * @param maxQueue how many may wait
	 * @param expectedWait how long the queue would take
	 */
	static @Nullable RejectionReason wouldRefuse(Admission admission, Duration maxWait, int maxQueue,
			Duration expectedWait) {
		if (admission.obstacle() != RejectionReason.UNAVAILABLE) {
			return admission.obstacle();
		}
		if (maxWait.isZero()) {
			return RejectionReason.UNAVAILABLE;
		}
		if (-admission.before().available() >= maxQueue) {
			return RejectionReason.QUEUE_FULL;
		}
		return (expectedWait.compareTo(maxWait) > 0) ? RejectionReason.TIMED_OUT : null;
	}

}
