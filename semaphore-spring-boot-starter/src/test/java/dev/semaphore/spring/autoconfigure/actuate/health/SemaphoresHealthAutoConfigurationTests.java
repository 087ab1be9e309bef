package dev.semaphore.spring.autoconfigure.actuate.health;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.actuate.health.SemaphoresHealthIndicator;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoresHealthAutoConfiguration}.
 */
class SemaphoresHealthAutoConfigurationTests {

	private final ManualTime time = new ManualTime();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SemaphoreAutoConfiguration.class, SemaphoresHealthAutoConfiguration.class))
		.withBean(TimeSource.class, () -> this.time)
		.withPropertyValues("semaphore.instances.reports.permits=0");

	@Test
	void healthDoesNotDependOnSemaphoresUnlessItIsAskedTo() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SemaphoresHealthIndicator.class));
	}

	@Test
	void refusalsAreHeardOf() {
		this.runner
			.withPropertyValues("management.health.semaphores.enabled=true",
					"management.health.semaphores.refusing-for=2s")
			.run((context) -> {
				SemaphoresHealthIndicator indicator = context.getBean(SemaphoresHealthIndicator.class);
				CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
				semaphore.tryAcquire();
				this.time.advance(Duration.ofSeconds(2));
				semaphore.tryAcquire();
				assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			});
	}

}
