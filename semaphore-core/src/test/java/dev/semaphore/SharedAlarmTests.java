package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One timer wakes all that wait as long as is usual, each when its time is up.
 */
class SharedAlarmTests {

	private static final Duration MAX_WAIT = Duration.ofSeconds(1);

	/* Of tests in real time, in which it does not matter when it is over. */
	private static final Duration SHORT = Duration.ofMillis(10);

	private final AlarmTime time = new AlarmTime();

	private final PermitLedger ledger = new PermitLedger(SemaphorePolicy.of(0).withMaxQueue(10_000), this.time);

	private final SharedAlarm alarm = new SharedAlarm(this.ledger, this.time);

	@Test
	void eachIsWokenOnceWhenItsTimeIsUpAndNotBefore() {
		WatchableWaiter first = watched();
		this.time.advance(Duration.ofMillis(400));
		WatchableWaiter second = watched();
		this.time.advance(Duration.ofMillis(599));
		assertThat(first.woken).isZero();
		this.time.advance(Duration.ofMillis(1));
		assertThat(first.woken).isOne();
		assertThat(this.alarm.watches(first)).as("once it was woken").isFalse();
		this.time.advance(Duration.ofMillis(399));
		assertThat(second.woken).isZero();
		this.time.advance(Duration.ofMillis(1));
		assertThat(second.woken).isOne();
		assertThat(first.woken).isOne();
	}

	@Test
	void itGoesOnToTheNextWhenTheFirstHasLeft() {
		WatchableWaiter first = watched();
		this.time.advance(Duration.ofMillis(400));
		WatchableWaiter second = watched();
		this.ledger.leave(first, RejectionReason.INTERRUPTED);
		this.time.advance(Duration.ofMillis(999));
		assertThat(second.woken).isZero();
		this.time.advance(Duration.ofMillis(1));
		assertThat(second.woken).isOne();
		assertThat(first.woken).isZero();
	}

	@Test
	void whoMayNotBeWatchedIsPassedOver() {
		WatchableWaiter another = new WatchableWaiter(MAX_WAIT.multipliedBy(2), 0);
		another.watchable = false;
		this.ledger.enter(another);
		assertThat(this.alarm.watches(another)).isFalse();
		WatchableWaiter first = watched();
		this.ledger.enter(new WatchableWaiter(MAX_WAIT.multipliedBy(2), 0));
		WatchableWaiter last = watched();
		this.time.advance(MAX_WAIT);
		assertThat(first.woken).isOne();
		this.ledger.waiters(3).forEach((waiter) -> this.ledger.leave(waiter, RejectionReason.TIMED_OUT));
		this.time.advance(MAX_WAIT);
		assertThat(last.woken).isOne();
		assertThat(another.woken).isZero();
	}

	@Test
	void moreThanAreWokenAtOnceAreWokenAllTheSame() {
		List<WatchableWaiter> waiters = new ArrayList<>();
		for (int i = 0; i < 2_500; i++) {
			waiters.add(watched());
		}
		assertThat(this.time.scheduled).hasValue(1);
		this.time.advance(MAX_WAIT);
		assertThat(waiters).allSatisfy((waiter) -> assertThat(waiter.woken).isOne());
	}

	@Test
	void soonAfterTheLastWaiterNoTimerIsLeft() {
		WatchableWaiter waiter = new WatchableWaiter(Duration.ofDays(1), 0);
		this.ledger.enter(waiter);
		assertThat(this.alarm.watches(waiter)).isTrue();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.time.scheduled).hasValue(2);
		this.ledger.leave(waiter, RejectionReason.INTERRUPTED);
		this.time.advance(Duration.ofDays(2));
		assertThat(this.time.scheduled).hasValue(2);
	}

	@Test
	void withoutATimerNobodyIsWatched() {
		this.time.failure = new RejectedExecutionException("no timer");
		WatchableWaiter waiter = new WatchableWaiter(MAX_WAIT, 0);
		this.ledger.enter(waiter);
		assertThat(this.alarm.watches(waiter)).isFalse();
		this.time.failure = null;
		assertThat(this.alarm.watches(waiter)).isTrue();
	}

	@Test
	void whenTheNextTimerCannotBeHadAllAreWokenToLookForThemselves() {
		WatchableWaiter first = watched();
		this.time.advance(Duration.ofMillis(1));
		WatchableWaiter second = watched();
		this.time.failure = new OutOfMemoryError("no timer");
		silently(() -> this.time.advance(MAX_WAIT));
		assertThat(List.of(first.woken, second.woken)).containsOnly(1);
		assertThat(this.alarm.watches(second)).isFalse();
		this.time.failure = null;
		WatchableWaiter third = watched();
		this.time.advance(MAX_WAIT);
		assertThat(third.woken).isOne();
	}

	@Test
	void whenTheClockFailsAllAreWokenToLookForThemselves() {
		WatchableWaiter waiter = watched();
		this.time.clockFailure = new InternalError("no clock");
		silently(() -> this.time.advance(MAX_WAIT));
		assertThat(waiter.woken).isOne();
		this.time.clockFailure = null;
		assertThat(this.alarm.watches(watched())).isTrue();
	}

	@Test
	void oneThatCannotBeWokenHoldsUpNoOther() {
		WatchableWaiter first = watched();
		WatchableWaiter second = watched();
		first.failure = new RejectedExecutionException("no carrier");
		silently(() -> this.time.advance(MAX_WAIT));
		assertThat(second.woken).isOne();
	}

	@Test
	void aTimerThatIsNoneWakesAll() {
		WatchableWaiter waiter = watched();
		this.time.advance(Duration.ofMillis(1));
		WatchableWaiter behind = watched();
		this.time.noTimer = true;
		silently(() -> this.time.advance(MAX_WAIT));
		assertThat(List.of(waiter.woken, behind.woken)).containsOnly(1);
	}

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void noThreadWaitsLongerThanIsUsual(ThreadFactory threads) throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1).withMaxWait(SHORT));
		Permit held = semaphore.acquire();
		Crew.perform(threads, 20, (number) -> assertThat(refusal(semaphore)).isEqualTo(RejectionReason.TIMED_OUT));
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	/*
	 * A listener that is told of a time-out may itself wait for a permit, or for
	 * anything.
	 */
	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void whatAListenerOfATimeOutWaitsForHoldsUpNoOtherTimeOut(ThreadFactory threads) throws InterruptedException {
		CompletableFuture<RejectionReason> reason = new CompletableFuture<>();
		CountDownLatch end = new CountDownLatch(1);
		AtomicBoolean once = new AtomicBoolean();
		SemaphorePolicy policy = SemaphorePolicy.of(1).withMaxWait(SHORT);
		CountingSemaphore semaphore = CountingSemaphore.create("test", policy);
		semaphore.addListener(new SemaphoreListener() {

			@Override
			public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason rejection,
					Duration waited) {
				if (once.compareAndSet(false, true)) {
					reason.complete(refusal(semaphore));
					await(end);
				}
			}

		});
		Permit held = semaphore.acquire();
		CompletableFuture<Permit> timedOut = semaphore.acquireAsync(1, Duration.ofMillis(1));
		assertThat(reason.orTimeout(1, TimeUnit.MINUTES).join()).isEqualTo(RejectionReason.TIMED_OUT);
		Crew.perform(threads, 2, (number) -> assertThat(refusal(semaphore)).isEqualTo(RejectionReason.TIMED_OUT));
		assertThat(Numbers.reason(semaphore.acquireAsync(1, SHORT))).isEqualTo(RejectionReason.TIMED_OUT);
		end.countDown();
		assertThat(Numbers.reason(timedOut)).isEqualTo(RejectionReason.TIMED_OUT);
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	private static void silently(Runnable action) {
		Logger logger = Logger.getLogger(CountingSemaphore.class.getName());
		logger.setLevel(Level.OFF);
		try {
			action.run();
		}
		finally {
			logger.setLevel(null);
		}
	}

	private static RejectionReason refusal(CountingSemaphore semaphore) {
		try (Permit permit = semaphore.acquire()) {
			throw new AssertionError("granted " + permit);
		}
		catch (PermitRejectedException ex) {
			return ex.reason();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private WatchableWaiter watched() {
		WatchableWaiter waiter = new WatchableWaiter(MAX_WAIT, this.time.nanoTime());
		this.ledger.enter(waiter);
		assertThat(this.alarm.watches(waiter)).isTrue();
		return waiter;
	}

	/** Time moved by hand, which can fail. */
	private static final class AlarmTime implements TimeSource {

		private final ManualTime time = new ManualTime();

		private final AtomicInteger scheduled = new AtomicInteger();

		/** What scheduling, or reading the time, fails with; null for nothing. */
		private volatile Throwable failure;

		private volatile Throwable clockFailure;

		/** Whether to schedule nothing and not say so. */
		private volatile boolean noTimer;

		void advance(Duration duration) {
			this.time.advance(duration);
		}

		@Override
		public long nanoTime() {
			fail(this.clockFailure);
			return this.time.nanoTime();
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			throw new UnsupportedOperationException("nobody parks");
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			fail(this.failure);
			if (this.noTimer) {
				return null;
			}
			this.scheduled.incrementAndGet();
			return this.time.schedule(task, delay);
		}

		private static void fail(Throwable failure) {
			if (failure != null) {
				Failures.sneak(failure);
			}
		}

	}

}
