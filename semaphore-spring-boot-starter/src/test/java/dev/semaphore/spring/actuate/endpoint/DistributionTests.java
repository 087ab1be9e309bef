package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Distribution} and {@link Histogram}.
 */
class DistributionTests {

	private final Histogram histogram = new Histogram();

	@Test
	void percentilesAreWithinAnEighth() {
		Random random = new Random(1);
		for (int i = 0; i < 1000; i++) {
			long micros = Math.round(Math.pow(10, 1 + random.nextDouble() * 8));
			Histogram one = new Histogram();
			one.add(Duration.ofNanos(micros * 1000));
			assertThat(one.read().percentile(0.5).toNanos() / 1000.0).isCloseTo(micros, within(micros / 8.0));
		}
	}

	@Test
	void percentilesDivide() {
		for (int i = 1; i <= 100; i++) {
			this.histogram
				.add((i <= 50) ? Duration.ofMillis(1) : (i <= 95) ? Duration.ofMillis(10) : Duration.ofSeconds(1));
		}
		Distribution all = this.histogram.read();
		assertThat(all.count()).isEqualTo(100);
		assertThat(all.percentile(0.5).toMillis()).isLessThan(2);
		assertThat(all.percentile(0.51).toMillis()).isBetween(8L, 12L);
		assertThat(all.percentile(0.95).toMillis()).isBetween(8L, 12L);
		assertThat(all.percentile(0.96).toMillis()).isBetween(870L, 1130L);
	}

	@Test
	void nothingAndTooMuchAreBorne() {
		assertThat(this.histogram.read().percentile(0.99)).isZero();
		this.histogram.add(Duration.ZERO);
		assertThat(this.histogram.read().percentile(0.99)).isZero();
		this.histogram.add(Duration.ofDays(365));
		assertThat(this.histogram.read().count()).isEqualTo(2);
		assertThat(this.histogram.read().percentile(0.99)).isGreaterThan(Duration.ofHours(1));
	}

	@Test
	void whatIsIdleKeepsNothing() {
		assertThat(this.histogram.read()).isSameAs(Distribution.NONE);
		assertThat(Distribution.NONE.since(Distribution.NONE)).isSameAs(Distribution.NONE);
		this.histogram.add(Duration.ofMillis(1));
		Distribution before = this.histogram.read();
		assertThat(before.count()).isOne();
		assertThat(this.histogram.read().since(before)).isSameAs(Distribution.NONE);
		assertThat(before.since(Distribution.NONE).count()).isOne();
	}

}
