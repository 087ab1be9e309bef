package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * The doors themselves, with threads that park and futures that are completed, in every
 * interleaving the model checker tries.
 */
class DoorModelTests {

	private static final Duration DAY = Duration.ofDays(1);

	private static final int INVOCATIONS = ModelChecking.DEEP ? 50_000 : 100;

	@Test
	void aWaitingThreadIsWokenInEveryOrder() {
		for (QueueOrder order : QueueOrder.values()) {
			check(() -> {
				CountingSemaphore semaphore = semaphore(order);
				Permit held = semaphore.tryAcquire();
				Thread waiting = start(() -> semaphore.acquire(1, DAY).close());
				held.close();
				join(waiting);
				assertFree(semaphore);
			});
		}
	}

	@Test
	void aBargingThreadIsWokenThoughOthersPassIt() {
		check(() -> {
			CountingSemaphore semaphore = semaphore(QueueOrder.BARGING);
			Permit held = semaphore.tryAcquire();
			Thread waiting = start(() -> semaphore.acquire(1, DAY).close());
			Thread passing = start(() -> {
				Permit permit = semaphore.tryAcquire();
				if (permit != null) {
					permit.close();
				}
			});
			held.close();
			join(waiting);
			join(passing);
			assertFree(semaphore);
		});
	}

	@Test
	void anInterruptThatMeetsTheGrantLosesNoPermit() {
		check(() -> {
			CountingSemaphore semaphore = semaphore(QueueOrder.FIFO);
			Permit held = semaphore.tryAcquire();
			Thread waiting = start(() -> {
				try (Permit permit = semaphore.acquire(1, DAY)) {
					ModelChecking.require(permit.weight() == 1, "one permit");
				}
				catch (InterruptedException ex) {
					ModelChecking.require(semaphore.snapshot().queueLength() == 0, "left the queue");
				}
			});
			Thread giver = start(held::close);
			waiting.interrupt();
			join(giver);
			join(waiting);
			assertFree(semaphore);
		});
	}

	@Test
	void aCancelThatMeetsTheGrantLosesNoPermit() {
		check(() -> {
			CountingSemaphore semaphore = semaphore(QueueOrder.FIFO);
			Permit held = semaphore.tryAcquire();
			CompletableFuture<Permit> first = semaphore.acquireAsync(1, DAY);
			CompletableFuture<Permit> second = semaphore.acquireAsync(1, DAY);
			Thread giver = start(held::close);
			if (!first.cancel(false)) {
				first.join().close();
			}
			join(giver);
			second.join().close();
			assertFree(semaphore);
		});
	}

	@Test
	void aTimeOutThatMeetsTheGrantLosesNoPermit() {
		check(() -> {
			Timers timers = new Timers();
			CountingSemaphore semaphore = semaphore(QueueOrder.FIFO, timers);
			Permit held = semaphore.tryAcquire();
			CompletableFuture<Permit> first = semaphore.acquireAsync(1, DAY);
			Runnable timeOut = timers.last;
			CompletableFuture<Permit> second = semaphore.acquireAsync(1, DAY);
			Thread giver = start(held::close);
			timeOut.run();
			first.handle((permit, failure) -> permit).thenAccept((permit) -> {
				if (permit != null) {
					permit.close();
				}
			});
			join(giver);
			second.join().close();
			assertFree(semaphore);
		});
	}

	@Test
	void aPermitIsEndedOnceByWhoeverComesFirst() {
		check(() -> {
			CountingSemaphore semaphore = semaphore(QueueOrder.FIFO);
			Permit permit = semaphore.tryAcquire();
			Thread other = start(permit::forget);
			permit.close();
			join(other);
			SemaphoreSnapshot after = semaphore.snapshot();
			ModelChecking.require(after.available() + after.forgotten() == 1, "ended once");
			ModelChecking.require(after.held() == 0, "ended");
		});
	}

	@Test
	void whatAHolderWroteTheNextOneReads() {
		check(() -> {
			CountingSemaphore semaphore = semaphore(QueueOrder.BARGING);
			int[] visits = new int[1];
			Task visit = () -> {
				try (Permit permit = semaphore.acquire(1, DAY)) {
					visits[0]++;
				}
			};
			Thread one = start(visit);
			Thread other = start(visit);
			join(one);
			join(other);
			ModelChecking.require(visits[0] == 2, "both visits seen");
			assertFree(semaphore);
		});
	}

	private static void check(Runnable test) {
		Lincheck.runConcurrentTest(INVOCATIONS, test);
	}

	private static CountingSemaphore semaphore(QueueOrder order) {
		return semaphore(order, new Timers());
	}

	private static CountingSemaphore semaphore(QueueOrder order, TimeSource time) {
		return CountingSemaphore.create("model", SemaphorePolicy.of(1).withOrder(order),
				SemaphoreOptions.defaults().withTimeSource(time).withExecutor(Runnable::run));
	}

	private static void assertFree(CountingSemaphore semaphore) {
		SemaphoreSnapshot snapshot = semaphore.snapshot();
		ModelChecking.require(snapshot.available() == 1, "the permit is back");
		ModelChecking.require(snapshot.held() == 0, "nobody holds");
		ModelChecking.require(snapshot.queueLength() == 0, "nobody waits");
	}

	private static Thread start(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.perform();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.start();
		return thread;
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private interface Task {

		void perform() throws InterruptedException;

	}

	/** Time that stands still, and timers that go off when they are told to. */
	private static final class Timers implements TimeSource {

		private Runnable last;

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			LockSupport.park(blocker);
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			this.last = task;
			return new CompletableFuture<>();
		}

	}

}
