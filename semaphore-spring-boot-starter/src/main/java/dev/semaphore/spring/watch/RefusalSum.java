package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreSnapshot;
import dev.semaphore.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The refusals of one semaphore in the current interval, which begins with the first
 * refusal and is followed by another one for as long as there are any.
 */
final class RefusalSum {

	private static final Log logger = LogFactory.getLog(RefusalLog.class);

	private final CountingSemaphore semaphore;

	private final Duration interval;

	private final TimeSource time;

	private final Map<RejectionReason, LongAdder> counts = new EnumMap<>(RejectionReason.class);

	private final AtomicBoolean running = new AtomicBoolean();

	RefusalSum(CountingSemaphore semaphore, Duration interval, TimeSource time) {
		this.semaphore = semaphore;
		this.interval = interval;
		this.time = time;
		for (RejectionReason reason : RejectionReason.values()) {
			this.counts.put(reason, new LongAdder());
		}
	}

	void add(RejectionReason reason) {
		if (!this.running.get() && this.running.compareAndSet(false, true)) {
			log("refused a request: " + reason + " " + numbers());
			var ignored = this.time.schedule(this::end, this.interval);
			return;
		}
		LongAdder count = this.counts.get(reason);
		if (count != null) {
			count.increment();
		}
	}

	private void end() {
		Map<RejectionReason, Long> sums = new EnumMap<>(RejectionReason.class);
		this.counts.forEach((reason, count) -> {
			long sum = count.sumThenReset();
			if (sum > 0) {
				sums.put(reason, sum);
			}
		});
		if (sums.isEmpty()) {
			this.running.set(false);
			return;
		}
		long all = sums.values().stream().mapToLong(Long::longValue).sum();
		log("refused " + all + " more in the last " + this.interval.toMillis() / 1000.0 + "s: "
				+ sums.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + " " + entry.getValue())
					.collect(Collectors.joining(", "))
				+ " " + numbers());
		var ignored = this.time.schedule(this::end, this.interval);
	}

	private String numbers() {
		SemaphoreSnapshot now = this.semaphore.snapshot();
		return "(permits=" + now.permits() + ", held=" + now.held() + ", queue=" + now.queueLength() + ")";
	}

	private void log(String what) {
		logger.warn("Semaphore '" + this.semaphore.name() + "' " + what);
	}

}
