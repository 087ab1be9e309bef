package dev.semaphore.spring.aop;

import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls take permits of whichever semaphore the registry has at the time.
 */
class ReplacedSemaphoresTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class));

	private final ApplicationContextRunner application = this.runner.withBean(Reports.class);

	@Test
	void theNextCallTakesThePermitOfTheSemaphoreThatCameInstead() {
		this.application.withPropertyValues("semaphore.instances.reports.permits=1").run((context) -> {
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			CountingSemaphore first = registry.get("reports");
			assertCallTakesOneOf(context, first);
			registry.remove("reports");
			assertThatExceptionOfType(UnknownSemaphoreException.class)
				.isThrownBy(() -> context.getBean(Reports.class).create());
			CountingSemaphore second = CountingSemaphore.create("reports", SemaphorePolicy.of(1));
			registry.register(second);
			assertCallTakesOneOf(context, second);
			assertThat(first.snapshot().statistics().acquired()).isOne();
		});
	}

	@Test
	void theNextCallTakesThePermitOfTheParentsSemaphoreThatCameInstead() {
		this.runner.withPropertyValues("semaphore.instances.reports.permits=1")
			.run((parent) -> this.application.withParent(parent).run((context) -> {
				SemaphoreRegistry registry = parent.getBean(SemaphoreRegistry.class);
				assertCallTakesOneOf(context, registry.get("reports"));
				registry.remove("reports");
				CountingSemaphore second = CountingSemaphore.create("reports", SemaphorePolicy.of(1));
				registry.register(second);
				assertCallTakesOneOf(context, second);
			}));
	}

	private static void assertCallTakesOneOf(ApplicationContext context, CountingSemaphore semaphore) {
		Reports reports = context.getBean(Reports.class);
		int before = reports.created();
		reports.create();
		assertThat(reports.created()).isEqualTo(before + 1);
		assertThat(semaphore.snapshot().statistics().acquired()).isOne();
	}

	static class Reports {

		private final AtomicInteger created = new AtomicInteger();

		@Permits("reports")
		public void create() {
			this.created.incrementAndGet();
		}

		public int created() {
			return this.created.get();
		}

	}

}
