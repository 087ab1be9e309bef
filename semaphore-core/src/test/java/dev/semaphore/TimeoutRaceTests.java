package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A waiter whose time ends while a permit comes back either gets it or leaves it to the
 * next: it is never lost.
 */
class TimeoutRaceTests {

	private static final int ATTEMPTS = Integer.getInteger("semaphore.attempts", 1_000_000);

	private static final int CALLERS = 8;

	private static final int PERMITS = 2;

	private static final int HOLD_NANOS = 8_000;

	@Test
	void aMillionAttemptsWithTimeOutsAboutAsLongAsTheHoldLoseNoPermit() {
		attempt(SemaphorePolicy.of(PERMITS), ATTEMPTS, ThreadKinds.platform());
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void noOrderLosesAPermitToATimeOut(QueueOrder order) {
		attempt(SemaphorePolicy.of(PERMITS).withOrder(order), ATTEMPTS / 20, ThreadKinds.platform());
	}

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void noKindOfThreadLosesAPermitToATimeOut(ThreadFactory threads) {
		attempt(SemaphorePolicy.of(PERMITS).withPermitsPerKey(1), ATTEMPTS / 20, threads);
	}

	@Test
	void futuresThatTimeOutWhileAPermitComesBackLoseNone() {
		ManualTime time = new ManualTime();
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(PERMITS),
				SemaphoreOptions.defaults().withTimeSource(time));
		Duration tick = Duration.ofMillis(1);
		for (int round = 0; round < ATTEMPTS / 1000; round++) {
			List<Permit> held = List.of(Numbers.permit(semaphore.acquireAsync(1, tick)),
					Numbers.permit(semaphore.acquireAsync(1, tick)));
			List<CompletableFuture<Permit>> waiting = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				CompletableFuture<Permit> future = semaphore.acquireAsync(1, tick);
				future.thenAccept(Permit::close);
				waiting.add(future);
			}
			Crew clock = Crew.start(ThreadKinds.platform(), () -> time.advance(tick));
			held.forEach(Permit::close);
			clock.join();
			assertThat(waiting).allSatisfy((future) -> future.handle((permit, failure) -> null).join());
		}
		Numbers.awaitQueue(semaphore, 0);
		Numbers.awaitAtRest(semaphore);
	}

	@Test
	void aPermitThatComesBackAfterTheTimeOutGoesToTheNext() {
		ManualTime time = new ManualTime();
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withTimeSource(time));
		Permit held = Numbers.permit(semaphore.acquireAsync(AcquireRequest.one()));
		CompletableFuture<Permit> hasty = semaphore.acquireAsync(1, Duration.ofSeconds(1));
		CompletableFuture<Permit> patient = semaphore.acquireAsync(1, Duration.ofSeconds(2));
		time.advance(Duration.ofSeconds(1));
		held.close();
		assertThat(Numbers.reason(hasty)).isEqualTo(RejectionReason.TIMED_OUT);
		Numbers.permit(patient).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aTimeOutAfterTheGrantChangesNothing() {
		ManualTime time = new ManualTime();
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withTimeSource(time));
		Permit held = Numbers.permit(semaphore.acquireAsync(AcquireRequest.one()));
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, Duration.ofSeconds(1));
		held.close();
		time.advance(Duration.ofSeconds(1));
		Numbers.assertNumbers(semaphore, 0, 1, 0);
		Numbers.permit(waiting).close();
		Numbers.assertAtRest(semaphore);
	}

	private static void attempt(SemaphorePolicy policy, int attempts, ThreadFactory threads) {
		CountingSemaphore semaphore = CountingSemaphore.create("test", policy);
		AtomicInteger left = new AtomicInteger(attempts);
		LongAdder granted = new LongAdder();
		LongAdder refused = new LongAdder();
		Crew.perform(threads, CALLERS, (number) -> {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			while (left.getAndDecrement() > 0) {
				AcquireRequest request = AcquireRequest.one()
					.withMaxWait(Duration.ofNanos(1 + random.nextInt(2 * HOLD_NANOS)))
					.withKey((number % 2 == 0) ? "even" : "odd");
				try (Permit permit = semaphore.acquire(request)) {
					granted.increment();
					hold(random.nextInt(2 * HOLD_NANOS));
				}
				catch (PermitRejectedException ex) {
					refused.increment();
				}
			}
		});
		Numbers.assertAtRest(semaphore);
		assertThat(granted.sum()).isPositive();
		assertThat(refused.sum()).isPositive();
		assertThat(granted.sum() + refused.sum()).isEqualTo(attempts);
		SemaphoreStatistics statistics = semaphore.snapshot().statistics();
		assertThat(statistics.acquired()).isEqualTo(granted.sum());
		assertThat(statistics.rejected()).containsEntry(RejectionReason.TIMED_OUT, refused.sum());
	}

	/** Long enough to be met by a time-out, too short to be worth a parking. */
	private static void hold(long nanos) {
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

}
