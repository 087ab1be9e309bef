package dev.semaphore;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each order keeps its promise to threads that come, wait, give up and leave at random:
 * they write down what happens to them, and what is written is looked through for one
 * that was passed by whom it may not be passed by. There is one permit, so that the order
 * of the grants is known. {@code -Dsemaphore.seed} repeats what was asked for;
 * {@code -Dsemaphore.stress} multiplies it.
 */
class OrderHistoryTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final int CALLERS = 8;

	private static final int CALLS = 200 * Integer.getInteger("semaphore.stress", 1);

	private static final String[] KEYS = { "a", "b" };

	private final AtomicLong sequence = new AtomicLong();

	private final Queue<RecordedRequest> history = new ConcurrentLinkedQueue<>();

	static Stream<Arguments> ordersAndThreads() {
		return Arrays.stream(QueueOrder.values())
			.flatMap((order) -> ThreadKinds.all().map((threads) -> Arguments.of(order, threads)));
	}

	@ParameterizedTest
	@MethodSource("ordersAndThreads")
	void nobodyIsPassedByWhomTheOrderForbids(QueueOrder order, ThreadFactory threads, TestReporter reporter)
			throws InterruptedException {
		// nobody ages, and nobody waits too long
		record(SemaphorePolicy.of(1).withOrder(order).withPriorityAging(HOUR).withMaxOvertaking(HOUR), threads,
				reporter);
		assertNobodyIsPassed((one, other, releasing) -> mayNotPass(order, one, other, releasing));
	}

	@ParameterizedTest
	@MethodSource("ordersAndThreads")
	void nobodyIsPassedWithinItsKeyByWhomTheOrderForbids(QueueOrder order, ThreadFactory threads, TestReporter reporter)
			throws InterruptedException {
		record(SemaphorePolicy.of(1).withOrder(order).withPriorityAging(HOUR).withPermitsPerKey(1), threads, reporter);
		QueueOrder within = (order == QueueOrder.BARGING) ? QueueOrder.FIFO : order;
		assertNobodyIsPassed((one, other, releasing) -> Objects.equals(one.request().key(), other.request().key())
				&& mayNotPass(within, one, other, releasing));
	}

	/** Whether {@code other} may not be granted what came back before {@code one} is. */
	private static boolean mayNotPass(QueueOrder order, RecordedRequest one, RecordedRequest other, long releasing) {
		return switch (order) {
			case FIFO -> one.isSurelyBefore(other);
			case BARGING -> one.isSurelyBefore(other) && other.waited();
			case LIFO -> other.isSurelyBefore(one) && one.surelyWaitsAt(releasing);
			case PRIORITY -> {
				int more = one.request().priority() - other.request().priority();
				yield (more > 0) ? one.surelyWaitsAt(releasing) : (more == 0 && one.isSurelyBefore(other));
			}
		};
	}

	/* All wait at first: quick ones could else come and go before the next begins. */
	private void record(SemaphorePolicy policy, ThreadFactory threads, TestReporter reporter)
			throws InterruptedException {
		long seed = Long.getLong("semaphore.seed", System.nanoTime());
		reporter.publishEntry("semaphore.seed", String.valueOf(seed));
		CountingSemaphore semaphore = CountingSemaphore.create("recorded", policy);
		Permit held = semaphore.acquire();
		Crew crew = Crew.start(threads, CALLERS, (number) -> {
			Random random = new Random(seed + number);
			for (int i = 0; i < CALLS; i++) {
				call(semaphore, random);
			}
		});
		Numbers.awaitQueue(semaphore, CALLERS);
		held.close();
		crew.join();
		Numbers.assertAtRest(semaphore);
	}

	private void call(CountingSemaphore semaphore, Random random) throws InterruptedException {
		boolean impatient = random.nextInt(8) == 0;
		AcquireRequest request = AcquireRequest.one()
			.withPriority(random.nextInt(3))
			.withKey(KEYS[random.nextInt(KEYS.length)])
			.withMaxWait(impatient ? Duration.ofNanos(50_000) : HOUR);
		long[] placed = { Long.MAX_VALUE };
		long called = this.sequence.getAndIncrement();
		try (Permit permit = semaphore.acquire(request, () -> placed[0] = this.sequence.getAndIncrement())) {
			long granted = this.sequence.getAndIncrement();
			for (int i = random.nextInt(1000); i > 0; i--) {
				Thread.onSpinWait();
			}
			this.history.add(new RecordedRequest(request, called, placed[0], granted, this.sequence.getAndIncrement()));
		}
		catch (PermitRejectedException ex) {
			assertThat(ex.reason()).isEqualTo(RejectionReason.TIMED_OUT);
		}
	}

	private void assertNobodyIsPassed(Rule rule) {
		List<RecordedRequest> granted = this.history.stream()
			.sorted(Comparator.comparingLong(RecordedRequest::granted))
			.toList();
		assertThat(granted).anyMatch(RecordedRequest::waited);
		for (int i = 1; i < granted.size(); i++) {
			RecordedRequest passing = granted.get(i);
			long releasing = granted.get(i - 1).releasing();
			for (RecordedRequest passed : granted.subList(i + 1, granted.size())) {
				if (rule.forbids(passed, passing, releasing)) {
					assertThat(passing).as("may not pass %s", passed).isNull();
				}
			}
		}
	}

	private interface Rule {

		/** Whether the first may not be passed by the second. */
		boolean forbids(RecordedRequest one, RecordedRequest other, long releasing);

	}

}
