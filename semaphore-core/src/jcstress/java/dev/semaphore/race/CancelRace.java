package dev.semaphore.race;

import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A future is cancelled while it is granted its permit; another one waits behind it.
 */
@JCStressTest
@Outcome(id = { "1, 1, 1", "0, 1, 1" }, expect = Expect.ACCEPTABLE, desc = "cancelled or granted, and the next served")
@Outcome(expect = Expect.FORBIDDEN, desc = "the next forgotten, or a permit made or lost")
@State
public class CancelRace {

	private final CountingSemaphore semaphore = Semaphores.one();

	private final Permit held = Semaphores.take(this.semaphore);

	private final CompletableFuture<Permit> first = this.semaphore.acquireAsync(1, Semaphores.DAY);

	private final CompletableFuture<Permit> second = this.semaphore.acquireAsync(1, Semaphores.DAY);

	@Actor
	public void give() {
		this.held.close();
	}

	@Actor
	public void cancel(III_Result result) {
		result.r1 = this.first.cancel(false) ? 1 : 0;
	}

	@Arbiter
	public void after(III_Result result) {
		if (result.r1 == 0) {
			this.first.join().close();
		}
		result.r2 = this.second.isDone() ? 1 : 0;
		if (result.r2 == 1) {
			this.second.join().close();
		}
		result.r3 = this.semaphore.snapshot().available();
	}

}
