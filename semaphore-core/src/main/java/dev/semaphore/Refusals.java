package dev.semaphore;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts refusals and puts them into words.
 */
final class Refusals {

	private static final long NANOS_PER_MILLI = 1_000_000;

	private final Map<RejectionReason, LongAdder> counts = new EnumMap<>(RejectionReason.class);

	private final RetryAdvice advice;

	Refusals(long now) {
		this.advice = new RetryAdvice(now);
		for (RejectionReason reason : RejectionReason.values()) {
			this.counts.put(reason, new LongAdder());
		}
	}

	void count(RejectionReason reason) {
		LongAdder count = this.counts.get(reason);
		if (count != null) {
			count.increment();
		}
	}

	Map<RejectionReason, Long> counts() {
		Map<RejectionReason, Long> counts = new EnumMap<>(RejectionReason.class);
		this.counts.forEach((reason, count) -> {
			if (count.sum() > 0) {
				counts.put(reason, count.sum());
			}
		});
		return counts;
	}

	PermitRejectedException exception(String name, AcquireRequest request, RejectionReason reason, long waitedNanos,
			LedgerFigures figures, long now) {
		int weight = request.exclusive() ? Math.max(figures.permits(), 1) : request.weight();
		Duration retryAfter = retryAfter(figures, figures.queueLength(), now);
		String waited = (waitedNanos >= NANOS_PER_MILLI) ? "after " + text(waitedNanos) + " " : "";
		return new PermitRejectedException(name, reason, weight, retryAfter, waited + "(permits=" + figures.permits()
				+ ", held=" + figures.held() + ", queue=" + figures.queueLength() + ")");
	}

	/** When one may expect a permit that has so many ahead of it. */
	Duration retryAfter(LedgerFigures figures, int ahead, long now) {
		return this.advice.retryAfter(now, figures.released(), ahead + 1L);
	}

	private static String text(long nanos) {
		return Duration.ofMillis(nanos / NANOS_PER_MILLI).toString().substring(2).toLowerCase(Locale.ROOT);
	}

}
