package dev.semaphore;

import java.util.stream.LongStream;

import dev.semaphore.store.Figures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever goes wrong with instances and what they share, all is well once it works.
 */
class TroubledInstancesTests {

	private static final int RUNS = 25;

	private static final int STEPS = 120;

	@ParameterizedTest
	@CsvSource({ "1, false, false", "1001, true, false", "2001, false, true", "3001, true, true" })
	void noMoreAreLetInThanThereArePermitsAndAllIsWellInTheEnd(long first, boolean faults, boolean damage) {
		LongStream.range(first, first + RUNS).forEach((seed) -> run(seed, faults, damage));
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
