package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When what surrounds a semaphore fails, its permits are neither lost nor doubled.
 */
class FailingSurroundingsTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void anExecutorThatTakesNoTaskLeavesNoFutureIncomplete() throws InterruptedException {
		for (Throwable failure : List.of(new RejectedExecutionException(), new IllegalStateException(),
				new OutOfMemoryError("on purpose"))) {
			Executor failing = (task) -> Failures.sneak(failure);
			CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
					SemaphoreOptions.defaults().withExecutor(failing));
			Permit held = semaphore.acquire();
			CompletableFuture<Void> first = semaphore.acquireAsync(1, MINUTE).thenAccept(Permit::close);
			CompletableFuture<Void> second = semaphore.acquireAsync(1, MINUTE).thenAccept(Permit::close);
			held.close();
			CompletableFuture.allOf(first, second).orTimeout(60, TimeUnit.SECONDS).join();
			Numbers.assertAtRest(semaphore);
		}
	}

	@Test
	void anExecutorThatFailsAfterItRanTheTaskDoublesNoPermit() throws InterruptedException {
		Executor failing = (task) -> {
			task.run();
			throw new IllegalStateException();
		};
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withExecutor(failing));
		Permit held = semaphore.acquire();
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, MINUTE);
		waiting.thenRun(() -> {
		});
		held.close();
		assertThat(waiting).isCompleted();
		Numbers.assertNumbers(semaphore, 0, 1, 0);
		waiting.join().close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aTimerThatCannotBeStartedLeavesNobodyInTheQueue() throws InterruptedException {
		FailingTime time = new FailingTime();
		CountingSemaphore semaphore = semaphore(time);
		Permit held = semaphore.acquire();
		time.failure.set(new RejectedExecutionException("no timer"));
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> semaphore.acquireAsync(1, MINUTE))
			.withMessage("no timer");
		Numbers.assertNumbers(semaphore, 0, 1, 0);
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aPermitGrantedWhileTheTimerCannotBeStartedGoesBack() throws InterruptedException {
		FailingTime time = new FailingTime();
		CountingSemaphore semaphore = semaphore(time);
		Permit held = semaphore.acquire();
		time.failure.set(new RejectedExecutionException("no timer"));
		time.before.set(held::close);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> semaphore.acquireAsync(1, MINUTE));
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aThreadThatCannotParkLeavesTheQueue() throws InterruptedException {
		FailingTime time = new FailingTime();
		CountingSemaphore semaphore = semaphore(time);
		Permit held = semaphore.acquire();
		time.failure.set(new StackOverflowError("no park"));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> semaphore.acquire(1, MINUTE))
			.withMessage("no park");
		Numbers.assertNumbers(semaphore, 0, 1, 0);
		time.failure.set(new StackOverflowError("no park"));
		time.before.set(held::close);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> semaphore.acquire(1, MINUTE));
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aPermitThatCannotBeHandedOutGoesBack() throws InterruptedException {
		FailingTime time = new FailingTime();
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2),
				SemaphoreOptions.defaults().withTimeSource(time).withTrackHolders(true));
		time.clockFailure.set(new InternalError("no clock"));
		assertThatExceptionOfType(InternalError.class).isThrownBy(semaphore::tryAcquire).withMessage("no clock");
		Numbers.assertAtRest(semaphore);
		Permit held = semaphore.acquire(2);
		CompletableFuture<Permit> failing = semaphore.acquireAsync(2, MINUTE);
		CompletableFuture<Permit> next = semaphore.acquireAsync(2, MINUTE);
		time.clockFailure.set(new InternalError("no clock"));
		held.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Numbers.permit(failing))
			.withMessageContaining("no clock");
		Numbers.permit(next).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void timersThatCannotBeStoppedHoldUpNobody() throws InterruptedException {
		int waiters = 20_000;
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(waiters).withMaxQueue(waiters),
				SemaphoreOptions.defaults().withTimeSource(new UnstoppableTime()));
		Permit held = semaphore.acquire(waiters);
		List<CompletableFuture<Permit>> futures = new ArrayList<>();
		for (int i = 0; i < waiters; i++) {
			futures.add(semaphore.acquireAsync(1, MINUTE));
		}
		Logger logger = Logger.getLogger(CountingSemaphore.class.getName());
		logger.setLevel(Level.OFF);
		held.close();
		logger.setLevel(null);
		futures.forEach((future) -> Numbers.permit(future).close());
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aSemaphoreAsksTheClockForTheTimeWhileNobodyWaitsForItsLock() throws InterruptedException {
		LockedClock clock = new LockedClock();
		for (QueueOrder order : QueueOrder.values()) {
			CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1).withOrder(order),
					SemaphoreOptions.defaults().withTimeSource(clock));
			Permit held = semaphore.acquire();
			CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, MINUTE);
			clock.semaphore = (InProcessSemaphore) semaphore;
			semaphore.snapshot();
			held.close();
			Numbers.permit(waiting).close();
			assertThat(semaphore.tryAcquire(2)).isNull();
			clock.semaphore = null;
			Numbers.assertAtRest(semaphore);
		}
	}

	private static CountingSemaphore semaphore(TimeSource time) {
		return CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withTimeSource(time));
	}

	/** Fails once when asked to wait, after something else has happened. */
	private static final class FailingTime implements TimeSource {

		private final AtomicReference<Throwable> failure = new AtomicReference<>();

		private final AtomicReference<Runnable> before = new AtomicReference<>(() -> {
		});

		private final AtomicReference<Throwable> clockFailure = new AtomicReference<>();

		@Override
		public long nanoTime() {
			fail(this.clockFailure);
			return TimeSource.system().nanoTime();
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			fail();
			TimeSource.system().parkNanos(blocker, nanos);
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			fail();
			return TimeSource.system().schedule(task, delay);
		}

		private void fail() {
			fail(this.failure);
		}

		private void fail(AtomicReference<Throwable> once) {
			Throwable failure = once.getAndSet(null);
			if (failure != null) {
				this.before.get().run();
				Failures.sneak(failure);
			}
		}

	}

	/** Schedules what nobody can cancel. */
	private static final class UnstoppableTime implements TimeSource {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			return new CompletableFuture<Void>() {

				@Override
				public boolean cancel(boolean mayInterruptIfRunning) {
					throw new IllegalStateException("cannot be stopped");
				}

			};
		}

	}

	/** A clock that can be read only while nobody holds the semaphore's lock. */
	private static final class LockedClock implements TimeSource {

		private volatile InProcessSemaphore semaphore;

		@Override
		public long nanoTime() {
			InProcessSemaphore semaphore = this.semaphore;
			if (semaphore != null) {
				CompletableFuture.supplyAsync(() -> semaphore.ledger().waiters(1))
					.orTimeout(1, TimeUnit.MINUTES)
					.join();
			}
			return 0;
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			return new CompletableFuture<>();
		}

	}

}
