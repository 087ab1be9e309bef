package dev.semaphore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is inside a semaphore under stress, as those see it who are.
 */
final class StressedInside {

	/** Added for an exclusive holder, so that nobody fits beside it. */
	private static final int ALL = 1000;

	private final AtomicInteger inside = new AtomicInteger();

	private final Map<String, AtomicInteger> byKey = new ConcurrentHashMap<>();

	private final AtomicLong asked = new AtomicLong();

	private final AtomicLong interrupted = new AtomicLong();

	private final AtomicLong granted = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final int limit;

	private final int limitPerKey;

	StressedInside(int limit, int limitPerKey) {
		this.limit = limit;
		this.limitPerKey = limitPerKey;
	}

	/** A permit is there, and ends at once. */
	void passThrough(AcquireRequest request, Runnable end) {
		int weight = request.exclusive() ? ALL : request.weight();
		this.granted.incrementAndGet();
		try {
			int now = this.inside.addAndGet(weight);
			assertThat(now).as("inside with an exclusive one counting 1000").isLessThanOrEqualTo(limit(request));
			if (request.key() != null && !request.exclusive()) {
				AtomicInteger ofKey = this.byKey.computeIfAbsent(request.key(), (key) -> new AtomicInteger());
				assertThat(ofKey.addAndGet(weight)).as("inside of one key").isLessThanOrEqualTo(this.limitPerKey);
				ofKey.addAndGet(-weight);
			}
		}
		finally {
			this.inside.addAndGet(-weight);
			end.run();
		}
	}

	void asked() {
		this.asked.incrementAndGet();
	}

	void refused() {
		this.refused.incrementAndGet();
	}

	void interrupted() {
		this.interrupted.incrementAndGet();
	}

	/**
	 * Each request is granted or refused, once. Who was interrupted before it asked does
	 * not count, nor is seen what became of one that was cancelled.
	 */
	void assertAllAnswered(SemaphoreStatistics statistics) {
		long refused = statistics.rejected().values().stream().mapToLong(Long::longValue).sum();
		assertThat(statistics.acquired()).isGreaterThanOrEqualTo(this.granted.get());
		assertThat(refused).isGreaterThanOrEqualTo(this.refused.get());
		assertThat(statistics.acquired() + refused).isBetween(this.asked.get() - this.interrupted.get(),
				this.asked.get());
	}

	boolean isEmpty() {
		return this.inside.get() == 0;
	}

	private int limit(AcquireRequest request) {
		return request.exclusive() ? ALL : this.limit;
	}

}
