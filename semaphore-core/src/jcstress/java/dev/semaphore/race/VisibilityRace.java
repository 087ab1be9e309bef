package dev.semaphore.race;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Whoever gets a permit sees what its last holder wrote to a plain field.
 */
@JCStressTest
@Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "came too early")
@Outcome(id = "42", expect = Expect.ACCEPTABLE, desc = "saw it")
@Outcome(expect = Expect.FORBIDDEN, desc = "got the permit and did not see it")
@State
public class VisibilityRace {

	private final CountingSemaphore semaphore = Semaphores.one();

	private final Permit held = Semaphores.take(this.semaphore);

	private int written;

	@Actor
	public void write() {
		this.written = 42;
		this.held.close();
	}

	@Actor
	public void read(I_Result result) {
		result.r1 = (this.semaphore.tryAcquire() != null) ? this.written : -1;
	}

}
