package dev.semaphore.spring.autoconfigure.metrics;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.metrics.SemaphoreMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreMetricsAutoConfiguration}.
 */
class SemaphoreMetricsAutoConfigurationTests {

	private final ApplicationContextRunner withoutMetrics = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SemaphoreAutoConfiguration.class, SemaphoreMetricsAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=4");

	private final ApplicationContextRunner runner = this.withoutMetrics.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));

	@Test
	void configuredSemaphoresAreMeasuredFromTheStart() {
		this.runner.withConfiguration(AutoConfigurations.of(SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(permits(context.getBean(MeterRegistry.class), "reports")).isEqualTo(4));
	}

	@Test
	void semaphoresOfUsersAreMeasured() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withBean("mine", CountingSemaphore.class, () -> CountingSemaphore.create("own", SemaphorePolicy.of(7)))
			.run((context) -> assertThat(permits(context.getBean(MeterRegistry.class), "own")).isEqualTo(7));
	}

	@Test
	void semaphoresThatComeLaterAreMeasuredUntilTheyAreRemoved() {
		this.runner.withBean(SimpleMeterRegistry.class).run((context) -> {
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			registry.register(CountingSemaphore.create("later", SemaphorePolicy.of(7)));
			assertThat(permits(meters, "later")).isEqualTo(7);
			registry.remove("later");
			assertThat(meters.find("semaphore.permits").tag("name", "later").meter()).isNull();
			assertThat(permits(meters, "reports")).isEqualTo(4);
		});
	}

	@Test
	void severalMeterRegistriesHaveTheMetersOnce() {
		this.runner.withBean("one", SimpleMeterRegistry.class)
			.withBean("two", SimpleMeterRegistry.class)
			.run((context) -> {
				context.getBean(SemaphoreRegistry.class).get("reports").acquire().close();
				assertThat(acquisitions(context.getBean("one", MeterRegistry.class))).isEqualTo(1);
				assertThat(acquisitions(context.getBean("two", MeterRegistry.class))).isEqualTo(1);
			});
	}

	@Test
	void contextsThatShareAMeterRegistryLeaveNothingInIt() {
		SimpleMeterRegistry shared = new SimpleMeterRegistry();
		ApplicationContextRunner first = this.withoutMetrics.withBean(MeterRegistry.class, () -> shared);
		ApplicationContextRunner second = first.withPropertyValues("semaphore.instances.quotes.permits=2");
		first.run((context) -> {
			context.getBean(SemaphoreMeters.class).bindTo(shared);
			second.run((other) -> {
				other.getBean(SemaphoreMeters.class).bindTo(shared);
				assertThat(permits(shared, "quotes")).isEqualTo(2);
			});
			assertThat(shared.find("semaphore.permits").tag("name", "quotes").meter()).isNull();
			assertThat(permits(shared, "reports")).isEqualTo(4);
		});
		assertThat(shared.getMeters()).isEmpty();
	}

	@Test
	void theGlobalRegistryIsLeftAsItWas() {
		this.runner.withConfiguration(AutoConfigurations.of(SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> assertThat(Metrics.globalRegistry.getRegistries()).isNotEmpty());
		assertThat(Metrics.globalRegistry.getRegistries()).isEmpty();
		assertThat(Metrics.globalRegistry.getMeters())
			.noneMatch((meter) -> meter.getId().getName().startsWith("semaphore."));
	}

	@Test
	void withoutBootsMetricsEveryMeterRegistryHasTheMeters() {
		this.withoutMetrics.withClassLoader(new FilteredClassLoader("org.springframework.boot.micrometer.metrics"))
			.withBean("one", SimpleMeterRegistry.class)
			.withBean("two", SimpleMeterRegistry.class)
			.run((context) -> assertThat(context.getBeansOfType(MeterRegistry.class).values())
				.allSatisfy((registry) -> assertThat(permits(registry, "reports")).isEqualTo(4)));
	}

	@Test
	void withoutAMeterRegistryNothingIsMeasured() {
		this.withoutMetrics.run((context) -> assertThat(context).doesNotHaveBean(SemaphoreMeters.class));
	}

	@Test
	void startsWithoutMicrometer() {
		this.withoutMetrics.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SemaphoreRegistry.class));
	}

	@Test
	void backsOffForMetersOfTheUser() {
		SemaphoreMeters own = new SemaphoreMeters();
		this.runner.withBean(SimpleMeterRegistry.class)
			.withBean(SemaphoreMeters.class, () -> own)
			.run((context) -> assertThat(context.getBean(SemaphoreMeters.class)).isSameAs(own));
	}

	private static double permits(MeterRegistry registry, String name) {
		return registry.get("semaphore.permits").tag("name", name).gauge().value();
	}

	private static long acquisitions(MeterRegistry registry) {
		return registry.get("semaphore.wait").tags("name", "reports", "outcome", "acquired").timer().count();
	}

}
