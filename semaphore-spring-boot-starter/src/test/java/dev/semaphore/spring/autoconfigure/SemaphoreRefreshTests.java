package dev.semaphore.spring.autoconfigure;

import java.util.Map;
import java.util.Set;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemaphoreRefresh}.
 */
class SemaphoreRefreshTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=4", "semaphore.instances.quotes.permits=2");

	@Test
	void aLimitThatChangedIsChangedInPlace() {
		this.runner.run((context) -> {
			CountingSemaphore reports = context.getBean(SemaphoreRegistry.class).get("reports");
			try (Permit permit = reports.acquire(3)) {
				set(context, "semaphore.instances.reports.permits", "2");
				assertThat(context.getBean(SemaphoreRefresh.class).refresh()).containsExactly("reports");
				assertThat(context.getBean(SemaphoreRegistry.class).get("reports")).isSameAs(reports);
				assertThat(reports.snapshot().permits()).isEqualTo(2);
				assertThat(reports.snapshot().held()).isEqualTo(permit.weight());
			}
			assertThat(context.getBean(SemaphoreRefresh.class).refresh()).isEmpty();
		});
	}

	@Test
	void whenSpringCloudSaysThatTheEnvironmentHasChangedLimitsFollow() {
		this.runner.run((context) -> {
			CountingSemaphore reports = context.getBean(SemaphoreRegistry.class).get("reports");
			set(context, "semaphore.instances.reports.permits", "7");
			context.publishEvent("something else");
			assertThat(reports.snapshot().permits()).isEqualTo(4);
			context.publishEvent(new EnvironmentChangeEvent(Set.of("semaphore.instances.reports.permits")));
			assertThat(reports.snapshot().permits()).isEqualTo(7);
			assertThat(context.getBean(SemaphoreRegistry.class).get("reports")).isSameAs(reports);
		});
	}

	@Test
	void whatAnOperatorChangedStaysUnlessTheEnvironmentChangedToo() {
		this.runner.run((context) -> {
			CountingSemaphore reports = context.getBean(SemaphoreRegistry.class).get("reports");
			reports.resize(9);
			assertThat(context.getBean(SemaphoreRefresh.class).refresh()).isEmpty();
			assertThat(reports.snapshot().permits()).isEqualTo(9);
			set(context, "semaphore.instances.reports.permits", "5");
			assertThat(context.getBean(SemaphoreRefresh.class).refresh()).containsExactly("reports");
			assertThat(reports.snapshot().permits()).isEqualTo(5);
		});
	}

	@Test
	void aMistakeChangesNothing() {
		this.runner.run((context) -> {
			set(context, "semaphore.instances.quotes.permits", "-1");
			assertThatExceptionOfType(SemaphoreConfigurationException.class)
				.isThrownBy(() -> context.getBean(SemaphoreRefresh.class).refresh())
				.withMessageContaining("semaphore.instances.quotes.permits");
			assertThat(context.getBean(SemaphoreRegistry.class).get("quotes").snapshot().permits()).isEqualTo(2);
		});
	}

	@Test
	void limitsOfPolicyCustomizersStay() {
		this.runner
			.withBean(SemaphorePolicyCustomizer.class,
					() -> (name, policy) -> policy.withPermits(policy.permits() * 10))
			.run((context) -> {
				set(context, "semaphore.instances.reports.permits", "3");
				context.getBean(SemaphoreRefresh.class).refresh();
				assertThat(context.getBean(SemaphoreRegistry.class).get("reports").snapshot().permits()).isEqualTo(30);
			});
	}

	private static void set(ConfigurableApplicationContext context, String property, String value) {
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("changed", Map.of(property, value)));
	}

}
