package dev.semaphore.spring.autoconfigure.actuate.health;

import java.util.Map;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.ManualTime;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.actuate.health.SemaphoreBackendsHealthIndicator;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.store.FaultyPermitStore;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.InMemoryPermitStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreBackendsHealthAutoConfiguration}.
 */
class SemaphoreBackendsHealthAutoConfigurationTests {

	private final ManualTime time = new ManualTime();

	private final FaultyPermitStore store = new FaultyPermitStore(new InMemoryPermitStore(this.time::nanoTime));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SemaphoreAutoConfiguration.class, SemaphoreBackendsHealthAutoConfiguration.class))
		.withBean("quotes", SharedSemaphore.class,
				() -> CountingSemaphore.create("quotes", SemaphorePolicy.of(2),
						SemaphoreOptions.defaults().withTimeSource(this.time), this.store, LeaseOptions.defaults()))
		.withPropertyValues("semaphore.instances.reports.permits=1");

	@Test
	void healthDoesNotDependOnBackendsUnlessItIsAskedTo() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SemaphoreBackendsHealthIndicator.class));
	}

	@Test
	void aBackendThatDoesNotAnswerIsDownUntilItDoes() {
		this.runner.withPropertyValues("management.health.semaphore-backends.enabled=true").run((context) -> {
			SemaphoreBackendsHealthIndicator indicator = context.getBean(SemaphoreBackendsHealthIndicator.class);
			assertThat(indicator.health()).isEqualTo(health(Status.UP, "up"));
			this.store.fault(Fault.REFUSED);
			context.getBean(SharedSemaphore.class).tryAcquire();
			assertThat(indicator.health()).isEqualTo(health(Status.DOWN, "down"));
			this.store.fault(Fault.NONE);
			this.time.advance(LeaseOptions.defaults().lease());
			assertThat(indicator.health()).isEqualTo(health(Status.UP, "up"));
		});
	}

	private Health health(Status status, String state) {
		return Health.status(status)
			.withDetail("semaphores", Map.of("quotes", Map.of("backend", this.store.kind(), "state", state)))
			.build();
	}

}
