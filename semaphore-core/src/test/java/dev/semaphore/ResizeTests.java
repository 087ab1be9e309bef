package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limit moves up and down under load, at once and without losing count.
 */
class ResizeTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void loweringReturnsAtOnceAndTheNextToGoFreeNothing() {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(10));
		List<Permit> held = take(semaphore, 10);
		semaphore.resize(1);
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, MINUTE);
		for (int i = 0; i < 9; i++) {
			assertThat(semaphore.tryAcquire()).isNull();
			held.get(i).close();
			assertThat(waiting).isNotDone();
			Numbers.assertNumbers(semaphore, i - 8, 9 - i, 1);
		}
		held.get(9).close();
		Numbers.permit(waiting).close();
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void loweringTakesEffectWhileTheQueueIsNeverEmpty(QueueOrder order) {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(10).withOrder(order).withMaxWait(MINUTE));
		Occupancy inside = new Occupancy();
		AtomicBoolean end = new AtomicBoolean();
		Crew callers = Crew.start(ThreadKinds.platform(), 16, (number) -> {
			while (!end.get()) {
				try (Permit permit = semaphore.acquire()) {
					inside.enter(1);
					Thread.yield();
					inside.leave(1);
				}
			}
		});
		Numbers.await().until(() -> inside.peak() > 2);
		semaphore.resize(2);
		Numbers.await().until(() -> semaphore.snapshot().held() <= 2);
		Occupancy before = new Occupancy();
		for (int i = 0; i < 2000; i++) {
			before.enter(semaphore.snapshot().held());
			before.leave(before.now());
		}
		assertThat(before.peak()).isLessThanOrEqualTo(2);
		end.set(true);
		callers.join();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whoGetsInByARaiseGivesBackLikeAllOthers() {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1));
		List<Permit> held = take(semaphore, 1);
		List<CompletableFuture<Permit>> waiting = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			waiting.add(semaphore.acquireAsync(1, MINUTE));
		}
		semaphore.resize(5);
		waiting.forEach((future) -> Numbers.permit(future).close());
		held.forEach(Permit::close);
		Numbers.assertNumbers(semaphore, 5, 0, 0);
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void whatCanNeverFitIsRefusedNowAndAfterALowering(QueueOrder order) {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(4).withOrder(order));
		assertThat(Numbers.reason(semaphore.acquireAsync(5, MINUTE))).isEqualTo(RejectionReason.TOO_LARGE);
		List<Permit> held = take(semaphore, 4);
		CompletableFuture<Permit> wide = semaphore.acquireAsync(4, MINUTE);
		CompletableFuture<Permit> light = semaphore.acquireAsync(1, MINUTE);
		semaphore.resize(3);
		assertThat(Numbers.reason(wide)).isEqualTo(RejectionReason.TOO_LARGE);
		held.forEach(Permit::close);
		Numbers.permit(light).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void atZeroAllMayWaitAndFitIsJudgedWhenItIsRaised() {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(4));
		List<Permit> held = take(semaphore, 4);
		semaphore.resize(0);
		CompletableFuture<Permit> wide = semaphore.acquireAsync(9, MINUTE);
		CompletableFuture<Permit> light = semaphore.acquireAsync(1, MINUTE);
		held.forEach(Permit::close);
		Numbers.assertNumbers(semaphore, 0, 0, 2);
		semaphore.resize(2);
		assertThat(Numbers.reason(wide)).isEqualTo(RejectionReason.TOO_LARGE);
		Numbers.permit(light).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void theFullRangeOfTheLimitKeepsTheLaw() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(Integer.MAX_VALUE));
		Permit all = semaphore.acquire(Integer.MAX_VALUE);
		semaphore.resize(0);
		Numbers.assertNumbers(semaphore, -Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
		all.forget();
		assertThat(semaphore.snapshot().forgotten()).isEqualTo(Integer.MAX_VALUE);
		semaphore.release(Integer.MAX_VALUE);
		Numbers.assertNumbers(semaphore, 0, 0, 0);
		semaphore.resize(Integer.MAX_VALUE);
		Numbers.assertNumbers(semaphore, Integer.MAX_VALUE, 0, 0);
	}

	private static List<Permit> take(CountingSemaphore semaphore, int count) {
		List<Permit> permits = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			permits.add(semaphore.tryAcquire());
		}
		return permits;
	}

}
