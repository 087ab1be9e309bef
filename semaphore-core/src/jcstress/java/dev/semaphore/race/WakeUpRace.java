package dev.semaphore.race;

import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A permit comes back past the lock while somebody queues up under it.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the waiter got it")
@Outcome(expect = Expect.FORBIDDEN, desc = "a lost wake-up")
@State
public class WakeUpRace {

	private final CountingSemaphore semaphore = Semaphores.one();

	private final Permit held = Semaphores.take(this.semaphore);

	private @Nullable CompletableFuture<Permit> waiting;

	@Actor
	public void give() {
		this.held.close();
	}

	@Actor
	public void await() {
		this.waiting = this.semaphore.acquireAsync(1, Semaphores.DAY);
	}

	@Arbiter
	public void after(II_Result result) {
		CompletableFuture<Permit> waiting = this.waiting;
		result.r1 = (waiting != null && waiting.isDone()) ? 1 : 0;
		result.r2 = this.semaphore.snapshot().queueLength();
	}

}
