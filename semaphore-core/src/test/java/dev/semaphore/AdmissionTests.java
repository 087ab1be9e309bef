package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As many as there are permits are inside at once, as the bodies see it: never more, and
 * no fewer when more ask.
 */
class AdmissionTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	static Stream<Arguments> ordersAndThreads() {
		return Stream.of(QueueOrder.values())
			.flatMap((order) -> ThreadKinds.all().map((threads) -> Arguments.of(order, threads)));
	}

	@ParameterizedTest
	@MethodSource("ordersAndThreads")
	void twoHundredCallersAtOnceAgainstALimitOfFourGiveExactlyFourInFlight(QueueOrder order, ThreadFactory threads) {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(4).withOrder(order).withMaxWait(MINUTE));
		Occupancy inside = new Occupancy();
		AtomicInteger served = new AtomicInteger();
		CountDownLatch full = new CountDownLatch(4);
		CountDownLatch goOn = new CountDownLatch(1);
		Crew callers = Crew.start(threads, 200, (number) -> {
			try (Permit permit = semaphore.acquire()) {
				inside.enter(1);
				full.countDown();
				goOn.await(60, TimeUnit.SECONDS);
				served.incrementAndGet();
				inside.leave(1);
			}
		});
		Numbers.awaitQueue(semaphore, 196);
		assertThat(full.getCount()).isZero();
		Numbers.assertNumbers(semaphore, 0, 4, 196);
		assertThat(inside.now()).isEqualTo(4);
		goOn.countDown();
		callers.join();
		assertThat(inside.peak()).isEqualTo(4);
		assertThat(served).hasValue(200);
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5 })
	void whoeverTriesAtOnceGetsNoMoreThanThereIs(int permits) {
		for (int round = 0; round < 200; round++) {
			CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(permits));
			AtomicInteger granted = new AtomicInteger();
			Crew.perform(ThreadKinds.platform(), 6, (number) -> {
				if (semaphore.tryAcquire() != null) {
					granted.incrementAndGet();
				}
			});
			assertThat(granted).hasValue(permits);
			Numbers.assertNumbers(semaphore, 0, permits, 0);
		}
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void weightsNeverAddUpToMoreThanThePermits(QueueOrder order) {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(5).withOrder(order).withMaxWait(MINUTE));
		Occupancy inside = new Occupancy();
		Crew.perform(ThreadKinds.platform(), 6, (number) -> {
			for (int i = 0; i < 3000; i++) {
				int weight = 1 + (i + number) % 5;
				try (Permit permit = semaphore.acquire(weight)) {
					inside.enter(weight);
					inside.leave(weight);
				}
			}
		});
		assertThat(inside.peak()).isLessThanOrEqualTo(5);
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void anExclusiveCallerIsAloneAndComesThroughASteadyStreamOfOthers(QueueOrder order) {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(3).withOrder(order).withMaxWait(MINUTE));
		AtomicInteger written = new AtomicInteger();
		Occupancy readers = new Occupancy();
		Crew.perform(ThreadKinds.platform(), 5, (number) -> {
			if (number == 0) {
				for (int i = 0; i < 200; i++) {
					try (Permit permit = semaphore.acquire(AcquireRequest.ofAll())) {
						assertThat(readers.now()).isZero();
						written.incrementAndGet();
					}
				}
				return;
			}
			while (written.get() < 200) {
				try (Permit permit = semaphore.acquire()) {
					readers.enter(1);
					readers.leave(1);
				}
			}
		});
		assertThat(written).hasValue(200);
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void blockingTryingAndAsynchronousCallersShareOneAccount(ThreadFactory threads) {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2).withMaxWait(MINUTE));
		Occupancy inside = new Occupancy();
		Crew.perform(threads, 6, (number) -> {
			for (int i = 0; i < 3000; i++) {
				Permit permit = switch (number % 3) {
					case 0 -> semaphore.acquire();
					case 1 -> semaphore.tryAcquire();
					default -> Numbers.permit(semaphore.acquireAsync(1, MINUTE));
				};
				if (permit != null) {
					inside.enter(1);
					inside.leave(1);
					permit.close();
				}
			}
		});
		assertThat(inside.peak()).isBetween(1, 2);
		Numbers.awaitAtRest(semaphore);
	}

}
