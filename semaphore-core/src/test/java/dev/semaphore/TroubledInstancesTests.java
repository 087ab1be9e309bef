package dev.semaphore;

import java.util.stream.LongStream;

import dev.semaphore.store.Figures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever goes wrong with instances and what they share, all is well once it works.
 */
class TroubledInstancesTests {

	private static final int RUNS = 25;

	private static final int STEPS = 120;

	@Test
	void noMoreAreLetInThanThereArePermitsWhileNothingGoesWrong() {
		runs(1).forEach((seed) -> run(seed, false, false));
	}

	@Test
	void noMoreAreLetInThanThereArePermitsWhateverCallsGoWrong() {
		runs(1001).forEach((seed) -> run(seed, true, false));
	}

	@Test
	void whatIsHeldIsCountedAgainAfterDamage() {
		runs(2001).forEach((seed) -> run(seed, false, true));
	}

	@Test
	void whatIsHeldIsCountedAgainAfterDamageThoughCallsGoWrong() {
		runs(3001).forEach((seed) -> run(seed, true, true));
	}

	private static LongStream runs(long first) {
		return LongStream.range(first, first + RUNS);
	}

	private static void run(long seed, boolean faults, boolean damage) {
		TroubledInstances instances = new TroubledInstances(seed, faults, damage);
		for (int step = 0; step < STEPS; step++) {
			instances.step();
			if (!damage) {
				assertThat(instances.heldForCertain()).as("seed %s, held", seed)
					.isLessThanOrEqualTo(instances.permits());
			}
		}
		instances.heal();
		Figures figures = instances.figures();
		assertThat(figures.held()).as("seed %s, counted", seed).isGreaterThanOrEqualTo(instances.heldForCertain());
		if (figures.available() == instances.permits()) {
			assertThat(instances.waiting()).as("seed %s, waiting though all is free", seed).isZero();
		}
		instances.giveAllBack();
		assertThat(instances.waiting()).as("seed %s, never served", seed).isZero();
		assertThat(instances.figures()).as("seed %s", seed)
			.satisfies((last) -> assertThat(last.held() + last.queueLength()).isZero());
	}

}
