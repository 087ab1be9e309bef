package dev.semaphore.spring.autoconfigure.event;

import java.util.ArrayList;
import java.util.List;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.event.FlightRecorderListener;
import dev.semaphore.spring.event.SemaphoreEvent;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreEventAutoConfiguration}.
 */
class SemaphoreEventAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SemaphoreAutoConfiguration.class, SemaphoreEventAutoConfiguration.class))
		.withBean(Events.class)
		.withPropertyValues("semaphore.instances.reports.permits=1");

	@Test
	void nothingIsPublishedUnlessAskedFor() {
		this.runner.run((context) -> {
			use(context.getBean(CountingSemaphore.class));
			assertThat(context.getBean(Events.class).all).isEmpty();
			assertThat(context).hasSingleBean(FlightRecorderListener.class);
		});
	}

	@Test
	void theKindsThatAreAskedForArePublished() {
		this.runner.withPropertyValues("semaphore.events=rejected,resized,state-changed").run((context) -> {
			use(context.getBean(CountingSemaphore.class));
			assertThat(context.getBean(Events.class).all).extracting(SemaphoreEvent::kind)
				.containsExactly(SemaphoreEvent.Kind.REJECTED, SemaphoreEvent.Kind.RESIZED,
						SemaphoreEvent.Kind.STATE_CHANGED);
			assertThat(context.getBean(Events.class).all.get(0).reason()).isEqualTo(RejectionReason.UNAVAILABLE);
		});
		this.runner.withPropertyValues("semaphore.events=acquired,released").run((context) -> {
			use(context.getBean(CountingSemaphore.class));
			assertThat(context.getBean(Events.class).all).extracting(SemaphoreEvent::kind)
				.containsExactly(SemaphoreEvent.Kind.ACQUIRED, SemaphoreEvent.Kind.RELEASED);
		});
	}

	private static void use(CountingSemaphore semaphore) throws InterruptedException {
		try (var permit = semaphore.acquire()) {
			semaphore.tryAcquire(permit.weight());
		}
		semaphore.resize(2);
		semaphore.close();
	}

	static class Events {

		final List<SemaphoreEvent> all = new ArrayList<>();

		@EventListener
		void on(SemaphoreEvent event) {
			if (this.all.size() < 3) {
				this.all.add(event);
			}
		}

	}

}
