package dev.semaphore.spring.autoconfigure;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.DeadlockHazards;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.aop.PermitsAdvisor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PermitsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PermitsAutoConfiguration.class, SemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=4")
		.withUserConfiguration(Service.class);

	@Test
	void annotationsHoldWithoutFurtherConfiguration() {
		this.runner.run((context) -> {
			context.getBean(SemaphoreRegistry.class).get("reports").close();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(Service.class).report());
		});
	}

	@Test
	void aSemaphoreThatIsAUsersBeanMayBeNamed() {
		this.runner.withUserConfiguration(Quotes.class).run((context) -> {
			assertThat(context.getBean(QuoteService.class).quote()).isEqualTo("quote");
			context.getBean("own", CountingSemaphore.class).close();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(QuoteService.class).quote());
		});
	}

	@Test
	void annotationsAreIgnoredWhenSwitchedOff() {
		this.runner.withPropertyValues("semaphore.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(PermitsAdvisor.class);
			assertThat(context.getBean(DeadlockHazards.class).found()).isEmpty();
			context.getBean(SemaphoreRegistry.class).get("reports").close();
			assertThat(context.getBean(Service.class).report()).isEqualTo("report");
		});
	}

	@Test
	void theOrderIsDocumentedAsItIs() {
		this.runner.run((context) -> {
			assertThat(context.getBean(SemaphoreProperties.class).aspectOrder())
				.isEqualTo(PermitsAdvisor.DEFAULT_ORDER);
			assertThat(context.getBean(PermitsAdvisor.class).getOrder()).isEqualTo(PermitsAdvisor.DEFAULT_ORDER);
		});
	}

	@Test
	void theOrderIsBound() {
		this.runner.withPropertyValues("semaphore.aspect-order=17").run((context) -> {
			assertThat(context.getBean(SemaphoreProperties.class).aspectOrder()).isEqualTo(17);
			assertThat(context.getBean(PermitsAdvisor.class).getOrder()).isEqualTo(17);
		});
	}

	static class Service {

		@Permits("reports")
		public String report() {
			return "report";
		}

	}

	static class Quotes {

		@Bean
		QuoteService quoteService() {
			return new QuoteService();
		}

		@Bean
		CountingSemaphore own() {
			return CountingSemaphore.create("quotes", SemaphorePolicy.of(1));
		}

	}

	static class QuoteService {

		@Permits("quotes")
		public String quote() {
			return "quote";
		}

	}

}
