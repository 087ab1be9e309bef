package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link QueueingModel}.
 */
class QueueingModelTests {

	private static final int REQUESTS = 400_000;

	@Test
	void withOnePermitItIsTheTextbookQueue() {
		QueueingModel model = new QueueingModel(8, 0.1);
		assertThat(model.waitProbability(1)).isCloseTo(0.8, within(1e-9));
		assertThat(model.meanWait(1)).isEqualTo(Duration.ofMillis(400));
		assertThat(model.waitPercentile(1, 0.5).toNanos() / 1e9).isCloseTo(Math.log(1.6) / 2, within(1e-6));
		assertThat(model.waitPercentile(1, 0.1)).isZero();
	}

	/**
	 * The table of the documentation: 40 requests a second that hold for 200 ms.
	 */
	@ParameterizedTest
	@CsvSource({ "9, 0.65, 131, 514", "10, 0.41, 41, 210", "11, 0.25, 16, 106", "12, 0.14, 7, 52", "14, 0.04, 1, 0" })
	void thePoolOfTenInTheDocumentation(int permits, double probability, long mean, long p95) {
		QueueingModel model = new QueueingModel(40, 0.2);
		assertThat(model.waitProbability(permits)).isCloseTo(probability, within(0.006));
		assertThat(model.meanWait(permits).toNanos() / 1e6).isCloseTo(mean, within(1.0));
		assertThat(model.waitPercentile(permits, 0.95).toNanos() / 1e6).isCloseTo(p95, within(2.5));
	}

	@Test
	void whatCannotBeServedGrowsForEver() {
		QueueingModel model = new QueueingModel(40, 0.2);
		assertThat(model.isStable(8)).isFalse();
		assertThat(model.isStable(9)).isTrue();
		assertThat(model.waitProbability(8)).isEqualTo(1);
	}

	@Test
	void enoughIsTheSmallestThatMeetsTheTarget() {
		QueueingModel model = new QueueingModel(40, 0.2);
		int enough = model.enoughFor(0.95, Duration.ofMillis(110));
		assertThat(enough).isEqualTo(11);
		assertThat(model.enoughFor(0.99, Duration.ZERO)).isGreaterThan(enough);
	}

	@ParameterizedTest
	@CsvSource({ "1, 0.7", "3, 0.6", "10, 0.8", "10, 0.9", "40, 0.85" })
	void aSimulationWaitsAsLong(int permits, double utilisation) {
		double hold = 0.2;
		QueueingModel model = new QueueingModel(utilisation * permits / hold, hold);
		double[] waits = simulate(model, permits, new Random(42));
		double mean = Arrays.stream(waits).average().orElseThrow();
		double waited = Arrays.stream(waits).filter((wait) -> wait > 0).count() / (double) waits.length;
		Arrays.sort(waits);
		assertThat(model.waitProbability(permits)).isCloseTo(waited, within(0.05));
		assertThat(seconds(model.meanWait(permits))).isCloseTo(mean, within(0.15 * mean));
		assertThat(seconds(model.waitPercentile(permits, 0.95))).isCloseTo(waits[(int) (0.95 * waits.length)],
				within(0.15 * waits[(int) (0.95 * waits.length)] + 0.001));
	}

	/** First come, first served: each takes the permit that comes back first. */
	private static double[] simulate(QueueingModel model, int permits, Random random) {
		PriorityQueue<Double> freeAt = new PriorityQueue<>();
		for (int i = 0; i < permits; i++) {
			freeAt.add(0.0);
		}
		double[] waits = new double[REQUESTS];
		double now = 0;
		for (int i = 0; i < waits.length; i++) {
			now += exponential(random) / model.arrivalsPerSecond();
			double start = Math.max(now, freeAt.remove());
			waits[i] = start - now;
			freeAt.add(start + exponential(random) * model.meanHoldSeconds());
		}
		return waits;
	}

	private static double exponential(Random random) {
		return -Math.log(1 - random.nextDouble());
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
