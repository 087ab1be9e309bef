package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whoever was told that its time-out is watched is woken when its time is up, however
 * waiters come and go while alarms go off.
 */
@Tag("any-jdk")
class SharedAlarmModelTests {

	@Test
	void whoIsWatchedIsWokenInTheEnd() {
		ModelChecking.validate(Model.class);
	}

	/**
	 * Each thread has one request at a time.
	 */
	public static class Model {

		private static final Duration MAX_WAIT = Duration.ofSeconds(1);

		private static final int THREADS = 8;

		private final ModelTime time = new ModelTime();

		private final PermitLedger ledger = new PermitLedger(SemaphorePolicy.of(0), this.time);

		private final SharedAlarm alarm = new SharedAlarm(this.ledger, this.time);

		private final WatchableWaiter[] requests = new WatchableWaiter[THREADS];

		private final boolean[] watched = new boolean[THREADS];

		@Operation
		public void enter(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.requests[thread] == null) {
				WatchableWaiter waiter = new WatchableWaiter(MAX_WAIT, 0);
				this.requests[thread] = waiter;
				this.ledger.enter(waiter);
				this.watched[thread] = this.alarm.watches(waiter);
			}
		}

		@Operation
		public void leave(@Param(gen = ThreadIdGen.class) int thread) {
			Waiter waiter = this.requests[thread];
			if (waiter != null) {
				this.requests[thread] = null;
				this.ledger.leave(waiter, RejectionReason.INTERRUPTED);
			}
		}

		@Operation
		public void goOff() {
			this.time.goOff();
		}

		/** The next alarm cannot be set. */
		@Operation
		public void fail() {
			this.time.failing = true;
		}

		@Validate
		public void whoIsWatchedIsWokenInTheEnd() {
			this.time.failing = false;
			this.time.now = MAX_WAIT.toNanos();
			boolean more = true;
			while (more) {
				more = this.time.goOff();
			}
			for (int thread = 0; thread < THREADS; thread++) {
				WatchableWaiter waiter = this.requests[thread];
				ModelChecking.require(waiter == null || !this.watched[thread] || waiter.woken > 0 || waiter.isSettled(),
						"told to wait for a time-out that nobody sees to");
			}
		}

	}

	/** Alarms that go off when they are told to. */
	private static final class ModelTime implements TimeSource {

		private final ReentrantLock lock = new ReentrantLock();

		private final List<Runnable> alarms = new ArrayList<>();

		private volatile long now;

		private volatile boolean failing;

		/** Has the oldest go off, if there is one. */
		boolean goOff() {
			Runnable alarm;
			this.lock.lock();
			try {
				alarm = this.alarms.isEmpty() ? null : this.alarms.remove(0);
			}
			finally {
				this.lock.unlock();
			}
			if (alarm != null) {
				alarm.run();
			}
			return alarm != null;
		}

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			throw new UnsupportedOperationException("nobody parks");
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			if (this.failing) {
				this.failing = false;
				throw new IllegalStateException("no alarm");
			}
			this.lock.lock();
			try {
				this.alarms.add(task);
			}
			finally {
				this.lock.unlock();
			}
			return CompletableFuture.completedFuture(null);
		}

	}

}
