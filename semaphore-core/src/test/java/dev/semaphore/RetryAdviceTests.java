package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What refused callers are told, beside when a permit could really be had.
 */
class RetryAdviceTests {

	private static final double SECOND = 1e9;

	@Test
	void beforeAnythingIsKnownOneSecondIsAdvised() {
		assertThat(new RetryAdvice(0).retryAfter(0, 0, 17)).isEqualTo(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@CsvSource({ "1, 0.02, 5", "4, 0.1, 100", "10, 1, 20", "64, 0.01, 1000", "2, 8, 10" })
	void whileTheServiceIsOverloadedTheAdviceIsAboutRight(int permits, double holdSeconds, int queue) {
		Service service = new Service(permits, queue);
		service.run(60 + 20 * holdSeconds, holdSeconds, 4 * permits / holdSeconds);
		double[] ratios = service.ratiosSince(30 + 10 * holdSeconds);
		assertThat(median(ratios)).as("advice / truth").isBetween(0.6, 1.7);
		assertThat(share(ratios, 1 / 3.0, 3)).as("advice within a factor of 3").isGreaterThan(0.9);
	}

	@Test
	void whenTheServiceBecomesSlowerTheAdviceFollows() {
		Service service = new Service(4, 20);
		service.run(60, 0.05, 200);
		service.run(60, 0.5, 200);
		assertThat(median(service.ratiosSince(80))).as("advice / truth").isBetween(0.6, 1.7);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 3, 30, 3600 })
	void aTimeInWhichHardlyAnybodyAskedDoesNotCountAsSlow(double calm) {
		Service service = new Service(4, 20);
		service.run(30, 0.05, 200);
		service.run(calm, 0.05, 0.01);
		service.run(10, 0.05, 200);
		double[] ratios = service.ratiosSince(30 + calm);
		assertThat(share(ratios, 0.1, 10)).as("advice within a factor of 10").isGreaterThan(0.98);
	}

	@Test
	void aSlowServiceThatRefusesSeldomIsNotAdvisedOneSecondForEver() {
		RetryAdvice advice = new RetryAdvice(0);
		advice.retryAfter((long) SECOND, 50, 1);
		Duration last = Duration.ZERO;
		for (int second = 20; second < 600; second += 20) {
			last = advice.retryAfter((long) (second * SECOND), 50 + second / 10, 3);
		}
		assertThat(last).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(45));
	}

	@Test
	void aShortLookDoesNotSeemAnEternity() {
		RetryAdvice advice = new RetryAdvice(0);
		assertThat(advice.retryAfter((long) (0.2 * SECOND), 0, 1)).isLessThanOrEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void whileNothingComesBackTheAdviceGrowsToAMinute() {
		RetryAdvice advice = new RetryAdvice(0);
		Duration last = Duration.ZERO;
		for (int second = 1; second < 200; second++) {
			Duration next = advice.retryAfter((long) (second * SECOND), 0, 1);
			assertThat(next).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofMinutes(1));
			last = next;
		}
		assertThat(last).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void neitherFastNorSlowServicesAreAdvisedZeroOrMoreThanAMinute() {
		RetryAdvice fast = new RetryAdvice(0);
		assertThat(fast.retryAfter((long) SECOND, 10_000_000, 1)).isPositive();
		RetryAdvice slow = new RetryAdvice(0);
		assertThat(slow.retryAfter((long) (10 * SECOND), 1, Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static double share(double[] values, double from, double to) {
		return (double) Arrays.stream(values).filter((value) -> value >= from && value <= to).count() / values.length;
	}

	/**
	 * Permits, a bounded queue, and callers at random: simulated one event at a time.
	 */
	private static final class Service {

		private final Random random = new Random(1965);

		private final RetryAdvice advice = new RetryAdvice(0);

		private final PriorityQueue<Double> ends = new PriorityQueue<>();

		private final int permits;

		private final int maxQueue;

		/** Refused callers by the release that would have served them. */
		private final Queue<Refused> refused = new PriorityQueue<>(
				(one, other) -> Long.compare(one.release, other.release));

		private final List<double[]> ratios = new ArrayList<>();

		private double now;

		private int waiting;

		private long released;

		Service(int permits, int maxQueue) {
			this.permits = permits;
			this.maxQueue = maxQueue;
		}

		void run(double seconds, double holdSeconds, double arrivalsPerSecond) {
			double end = this.now + seconds;
			double arrival = this.now + gap(arrivalsPerSecond);
			while (Math.min(arrival, firstEnd()) < end) {
				if (arrival < firstEnd()) {
					this.now = arrival;
					arrive(holdSeconds);
					arrival += gap(arrivalsPerSecond);
				}
				else {
					this.now = this.ends.remove();
					leave(holdSeconds);
				}
			}
			this.now = end;
		}

		double[] ratiosSince(double second) {
			return this.ratios.stream()
				.filter((ratio) -> ratio[0] >= second)
				.mapToDouble((ratio) -> ratio[1])
				.toArray();
		}

		private void arrive(double holdSeconds) {
			if (this.ends.size() < this.permits) {
				this.ends.add(this.now + hold(holdSeconds));
			}
			else if (this.waiting < this.maxQueue) {
				this.waiting++;
			}
			else {
				int wanted = this.waiting + 1;
				Duration told = this.advice.retryAfter((long) (this.now * SECOND), this.released, wanted);
				this.refused.add(new Refused(this.released + wanted, this.now, told.toNanos() / SECOND));
			}
		}

		private void leave(double holdSeconds) {
			this.released++;
			while (!this.refused.isEmpty() && this.refused.peek().release <= this.released) {
				Refused caller = this.refused.remove();
				double truth = Math.max(this.now - caller.at, 0.001);
				this.ratios.add(new double[] { caller.at, caller.told / truth });
			}
			if (this.waiting > 0) {
				this.waiting--;
				this.ends.add(this.now + hold(holdSeconds));
			}
		}

		private double firstEnd() {
			return this.ends.isEmpty() ? Double.POSITIVE_INFINITY : this.ends.peek();
		}

		/** Between half and one and a half of what it is on average. */
		private double hold(double seconds) {
			return seconds * (0.5 + this.random.nextDouble());
		}

		private double gap(double perSecond) {
			return -Math.log(1 - this.random.nextDouble()) / perSecond;
		}

		private record Refused(long release, double at, double told) {

		}

	}

}
