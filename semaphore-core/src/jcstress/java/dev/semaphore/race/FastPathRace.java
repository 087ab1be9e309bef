package dev.semaphore.race;

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
 * Two take and give back at once, without a lock.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(id = { "1, 0, 1", "0, 1, 1" }, expect = Expect.ACCEPTABLE, desc = "one found it taken")
@Outcome(expect = Expect.FORBIDDEN, desc = "both refused, or a permit made or lost")
@State
public class FastPathRace {

	private final CountingSemaphore semaphore = Semaphores.one();

	@Actor
	public void one(III_Result result) {
		result.r1 = pass();
	}

	@Actor
	public void other(III_Result result) {
		result.r2 = pass();
	}

	@Arbiter
	public void after(III_Result result) {
		result.r3 = this.semaphore.snapshot().available();
	}

	private int pass() {
		Permit permit = this.semaphore.tryAcquire();
		if (permit == null) {
			return 0;
		}
		permit.close();
		return 1;
	}

}
