package dev.semaphore.race;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.TimeSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A waiter's time is over while it is granted its permit; another one waits behind it.
 */
@JCStressTest
@Outcome(id = { "1, 1, 1", "0, 1, 1" }, expect = Expect.ACCEPTABLE, desc = "granted or refused, and the next served")
@Outcome(expect = Expect.FORBIDDEN, desc = "the next forgotten, or a permit made or lost")
@State
public class TimeoutRace {

	private final Timers timers = new Timers();

	private final CountingSemaphore semaphore = CountingSemaphore.create("race", SemaphorePolicy.of(1),
			SemaphoreOptions.defaults().withTimeSource(this.timers).withExecutor(Runnable::run));

	private final Permit held = Semaphores.take(this.semaphore);

	private final CompletableFuture<Permit> first = this.semaphore.acquireAsync(1, Semaphores.DAY);

	private final CompletableFuture<Permit> second = this.semaphore.acquireAsync(1, Semaphores.DAY);

	@Actor
	public void give() {
		this.held.close();
	}

	@Actor
	public void timeOut() {
		this.timers.tasks.getFirst().run();
	}

	@Arbiter
	public void after(III_Result result) {
		result.r1 = this.first.isCompletedExceptionally() ? 0 : 1;
		if (result.r1 == 1) {
			this.first.join().close();
		}
		result.r2 = this.second.isDone() ? 1 : 0;
		if (result.r2 == 1) {
			this.second.join().close();
		}
		result.r3 = this.semaphore.snapshot().available();
	}

	/** Timers that go off when they are told to. */
	private static final class Timers implements TimeSource {

		private final Deque<Runnable> tasks = new ArrayDeque<>();

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
			this.tasks.add(task);
			return new CompletableFuture<>();
		}

	}

}
