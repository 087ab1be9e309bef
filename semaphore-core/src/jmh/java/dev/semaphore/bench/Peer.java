package dev.semaphore.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;

import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limiter.BlockingLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.failsafe.Bulkhead;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.internal.SemaphoreBulkhead;

import org.springframework.util.ConcurrencyThrottleSupport;

/**
 * Who is measured.
 */
public enum Peer {

	/** No limit: what the body itself costs. */
	NOBODY((permits) -> Runnable::run),

	/** A word changed by compare-and-set in and out: the least that any limiter does. */
	FLOOR(CompareAndSetFloor::new),

	JDK_FAIR((permits) -> new JdkLimiter(new Semaphore(permits, true))),

	JDK_FAIR_BOUNDED((permits) -> bounded(JDK_FAIR.create(permits))),

	JDK_BARGING((permits) -> new JdkLimiter(new Semaphore(permits, false))),

	FIFO((permits) -> semaphore(policy(permits), SemaphoreOptions.defaults())),

	/** As long as its policy says. */
	FIFO_BOUNDED((permits) -> semaphore(policy(permits).withMaxWait(Limiter.LONG), SemaphoreOptions.defaults())),

	BARGING((permits) -> semaphore(policy(permits).withOrder(QueueOrder.BARGING), SemaphoreOptions.defaults())),

	LIFO((permits) -> semaphore(policy(permits).withOrder(QueueOrder.LIFO), SemaphoreOptions.defaults())),

	FIFO_HOLDERS((permits) -> semaphore(policy(permits), SemaphoreOptions.defaults().withTrackHolders(true))),

	FIFO_HOLDERS_LISTENER((permits) -> semaphore(policy(permits),
			SemaphoreOptions.defaults().withTrackHolders(true).withListener(new SemaphoreListener() {
			}))),

	RESILIENCE4J((permits) -> {
		SemaphoreBulkhead bulkhead = new SemaphoreBulkhead("peer",
				BulkheadConfig.custom().maxConcurrentCalls(permits).maxWaitDuration(Limiter.LONG).build());
		return bulkhead::executeRunnable;
	}),

	SPRING(SpringThrottle::new),

	FAILSAFE((permits) -> {
		Bulkhead<Object> bulkhead = Bulkhead.<Object>builder(permits).withMaxWaitTime(Limiter.LONG).build();
		return (body) -> {
			bulkhead.acquirePermit();
			try {
				body.run();
			}
			finally {
				bulkhead.releasePermit();
			}
		};
	}),

	NETFLIX((permits) -> {
		var simple = SimpleLimiter.newBuilder().limit(FixedLimit.of(permits)).build();
		var blocking = BlockingLimiter.wrap(simple, Duration.ofMinutes(1));
		return (body) -> {
			var listener = blocking.acquire(null).orElseThrow();
			try {
				body.run();
			}
			finally {
				listener.onSuccess();
			}
		};
	});

	private final IntFunction<Limiter> factory;

	Peer(IntFunction<Limiter> factory) {
		this.factory = factory;
	}

	Limiter create(int permits) {
		return this.factory.apply(permits);
	}

	private static Limiter bounded(Limiter limiter) {
		return new Limiter() {

			@Override
			public void run(Runnable body) throws Exception {
				limiter.run(LONG.toNanos(), body);
			}

			@Override
			public int queueLength() {
				return limiter.queueLength();
			}

		};
	}

	private static SemaphorePolicy policy(int permits) {
		return SemaphorePolicy.of(permits)
			.withMaxWait(Duration.ofSeconds(Long.MAX_VALUE))
			.withMaxQueue(Integer.MAX_VALUE);
	}

	private static Limiter semaphore(SemaphorePolicy policy, SemaphoreOptions options) {
		return new OurLimiter(CountingSemaphore.create("ours", policy, options));
	}

	/** Never waits for less than somebody: Spring's has no time-out. */
	private static final class SpringThrottle extends ConcurrencyThrottleSupport implements Limiter {

		private static final long serialVersionUID = 1L;

		SpringThrottle(int permits) {
			setConcurrencyLimit(permits);
		}

		@Override
		public void run(Runnable body) {
			beforeAccess();
			try {
				body.run();
			}
			finally {
				afterAccess();
			}
		}

	}

}
