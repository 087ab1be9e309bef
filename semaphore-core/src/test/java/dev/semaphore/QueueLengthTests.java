package dev.semaphore;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queue is bounded, its length is right while callers wait, and neither reading it
 * nor leaving it takes longer when it is long.
 */
@Tag("any-jdk")
class QueueLengthTests {

	private static final int FEW = 10_000;

	private static final int MANY = 100_000;

	/** Linear growth is a factor of 10, quadratic growth one of 100. */
	private static final long BETWEEN = 40;

	/** What others do on the machine does not count. */
	private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

	private final ManualTime time = new ManualTime();

	@Test
	void callersThatSayNothingWaitOneSecondInAQueueOfOneThousand() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit held = semaphore.acquire();
		List<CompletableFuture<Permit>> waiting = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			waiting.add(semaphore.acquireAsync(AcquireRequest.one()));
		}
		assertThat(Numbers.reason(semaphore.acquireAsync(AcquireRequest.one()))).isEqualTo(RejectionReason.QUEUE_FULL);
		this.time.advance(Duration.ofMillis(999));
		Numbers.assertNumbers(semaphore, 0, 1, 1000);
		this.time.advance(Duration.ofMillis(1));
		assertThat(waiting)
			.allSatisfy((future) -> assertThat(Numbers.reason(future)).isEqualTo(RejectionReason.TIMED_OUT));
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void theLengthIsOneWhileOneIsBlocked() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit held = semaphore.acquire();
		Crew waiting = Crew.start(ThreadKinds.platform(), () -> semaphore.acquire(1, Duration.ofDays(1)).close());
		Numbers.awaitQueue(semaphore, 1);
		this.time.advance(Duration.ofSeconds(7));
		assertThat(semaphore.snapshot().oldestWait()).isEqualTo(Duration.ofSeconds(7));
		assertThat(semaphore.waiters(10)).hasSize(1)
			.allSatisfy((waiter) -> assertThat(waiter.waitedFor()).isEqualTo(Duration.ofSeconds(7)));
		assertThat(waiting.isDone()).isFalse();
		held.close();
		waiting.join();
		assertThat(semaphore.snapshot().oldestWait()).isZero();
		Numbers.assertAtRest(semaphore);
	}

	/* The others link as FIFO does. */
	@ParameterizedTest
	@EnumSource(value = QueueOrder.class, names = { "FIFO", "PRIORITY" })
	void manyThatTimeOutTogetherDrainInLinearTime(QueueOrder order) {
		long few = best(() -> drain(order, FEW));
		long many = best(() -> drain(order, MANY));
		assertThat(many).as("nanoseconds of work for ten times as many").isLessThan(BETWEEN * few);
	}

	@Test
	void readingTheLengthTakesNoLongerWhenTheQueueIsLong() {
		CountingSemaphore small = filled(QueueOrder.FIFO, 100);
		CountingSemaphore large = filled(QueueOrder.FIFO, MANY);
		long few = best(() -> read(small));
		long many = best(() -> read(large));
		assertThat(many).as("nanoseconds of work for a thousand times as many").isLessThan(BETWEEN * few);
	}

	private long drain(QueueOrder order, int waiters) {
		CountingSemaphore semaphore = filled(order, waiters);
		long start = CPU.getCurrentThreadCpuTime();
		this.time.advance(Duration.ofHours(1));
		long nanos = CPU.getCurrentThreadCpuTime() - start;
		assertThat(semaphore.snapshot().statistics().rejected()).containsEntry(RejectionReason.TIMED_OUT,
				(long) waiters);
		Numbers.assertNumbers(semaphore, 0, 1, 0);
		return nanos;
	}

	private long read(CountingSemaphore semaphore) {
		long start = CPU.getCurrentThreadCpuTime();
		for (int i = 0; i < 1000; i++) {
			assertThat(semaphore.snapshot().queueLength()).isPositive();
		}
		return CPU.getCurrentThreadCpuTime() - start;
	}

	private CountingSemaphore filled(QueueOrder order, int waiters) {
		CountingSemaphore semaphore = semaphore(
				SemaphorePolicy.of(1).withOrder(order).withMaxQueue(waiters).withMaxWait(Duration.ofHours(1)));
		assertThat(semaphore.tryAcquire()).isNotNull();
		for (int i = 0; i < waiters; i++) {
			semaphore.acquireAsync(AcquireRequest.one().withPriority(i % 10));
		}
		Numbers.assertNumbers(semaphore, 0, 1, waiters);
		return semaphore;
	}

	private CountingSemaphore semaphore(SemaphorePolicy policy) {
		return CountingSemaphore.create("test", policy, SemaphoreOptions.defaults().withTimeSource(this.time));
	}

	private static long best(LongSupplier measured) {
		return LongStream.generate(measured).limit(3).min().orElseThrow();
	}

}
