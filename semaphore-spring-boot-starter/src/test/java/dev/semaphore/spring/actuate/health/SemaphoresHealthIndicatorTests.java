package dev.semaphore.spring.actuate.health;

import java.time.Duration;
import java.util.Map;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoresHealthIndicator}.
 */
class SemaphoresHealthIndicatorTests {

	private final ManualTime time = new ManualTime();

	private final SemaphoresHealthIndicator indicator = new SemaphoresHealthIndicator(Duration.ofMinutes(1), this.time);

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.indicator);

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(1),
			SemaphoreOptions.defaults().withTimeSource(this.time));

	@BeforeEach
	void fill() {
		this.registry.register(this.semaphore);
		this.semaphore.tryAcquire();
	}

	@Test
	void aFullSemaphoreIsAtWork() {
		this.time.advance(Duration.ofHours(1));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void oneThatGoesOnRefusingIsOutOfService() {
		refuseFor(59);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
		refuseFor(1);
		this.semaphore.tryAcquire();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).isEqualTo(Map.of("refusingFor", Map.of("reports", "PT1M")));
		this.time.advance(Duration.ofSeconds(11));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aPauseBeginsAnew() {
		refuseFor(50);
		this.time.advance(Duration.ofSeconds(11));
		refuseFor(50);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void whatIsRemovedIsForgotten() {
		refuseFor(100);
		this.registry.remove("reports");
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	private void refuseFor(int seconds) {
		for (int i = 0; i < seconds; i++) {
			assertThat(this.semaphore.tryAcquire()).isNull();
			this.time.advance(Duration.ofSeconds(1));
		}
	}

}
