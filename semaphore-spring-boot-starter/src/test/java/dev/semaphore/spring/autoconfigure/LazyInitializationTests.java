package dev.semaphore.spring.autoconfigure;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.metrics.SemaphoreMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Semaphores where {@code spring.main.lazy-initialization} makes no bean before somebody
 * asks for it.
 */
class LazyInitializationTests {

	private final ApplicationContextRunner lazy = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, SemaphoreAutoConfiguration.class,
				PermitsAutoConfiguration.class, SemaphoreMetricsAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withPropertyValues("semaphore.instances.reports.permits=4")
		.withInitializer(
				(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()));

	@Test
	void permitsAreTakenByBeansThatAreMadeWhenTheyAreNeeded() {
		this.lazy.run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("service")).isFalse();
			CountingSemaphore reports = context.getBean(SemaphoreRegistry.class).get("reports");
			assertThat(context.getBean(Service.class).held(reports)).isOne();
			assertThat(reports.snapshot().held()).isZero();
		});
	}

	@Test
	void metersAreThereAsSoonAsTheirRegistryIs() {
		this.lazy.run((context) -> assertThat(
				context.getBean(MeterRegistry.class).get("semaphore.permits").tag("name", "reports").gauge().value())
			.isEqualTo(4));
	}

	@Test
	void mistakesInTheConfigurationStopTheStartAllTheSame() {
		this.lazy.withPropertyValues("semaphore.defaults.max-wiat=1s")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("Did you mean 'max-wait'?"));
	}

	@Test
	void misspeltNamesStopTheStartAllTheSame() {
		this.lazy.withBean("misspelt", Misspelt.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("Did you mean 'reports'?"));
	}

	static class Service {

		@Permits("reports")
		int held(CountingSemaphore semaphore) {
			return semaphore.snapshot().held();
		}

	}

	static class Misspelt {

		@Permits("reprots")
		void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

	}

}
