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
 * Two close the same permit.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "closed once")
@Outcome(expect = Expect.FORBIDDEN, desc = "ended twice, or not at all")
@State
public class CloseRace {

	private final CountingSemaphore semaphore = Semaphores.one();

	private final Permit held = Semaphores.take(this.semaphore);

	@Actor
	public void close() {
		this.held.close();
	}

	@Actor
	public void closeToo() {
		this.held.close();
	}

	@Arbiter
	public void after(III_Result result) {
		SemaphoreSnapshot snapshot = this.semaphore.snapshot();
		result.r1 = snapshot.available();
		result.r2 = snapshot.forgotten();
		result.r3 = snapshot.held();
	}

}
