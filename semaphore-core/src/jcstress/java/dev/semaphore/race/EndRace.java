package dev.semaphore.race;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreSnapshot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One closes a permit and another forgets it.
 */
@JCStressTest
@Outcome(id = { "1, 0, 0", "0, 1, 0" }, expect = Expect.ACCEPTABLE, desc = "closed or forgotten")
@Outcome(expect = Expect.FORBIDDEN, desc = "ended twice, or not at all")
@State
public class EndRace {

	private final CountingSemaphore semaphore = Semaphores.one();

	private final Permit held = Semaphores.take(this.semaphore);

	@Actor
	public void close() {
		this.held.close();
	}

	@Actor
	public void forget() {
		this.held.forget();
	}

	@Arbiter
	public void after(III_Result result) {
		SemaphoreSnapshot snapshot = this.semaphore.snapshot();
		result.r1 = snapshot.available();
		result.r2 = snapshot.forgotten();
		result.r3 = snapshot.held();
	}

}
