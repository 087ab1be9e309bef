package dev.semaphore.spring.autoconfigure.metrics;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.metrics.SemaphoreMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;

/**
 * Measures semaphores where there is a registry of meters. Boot binds the meters to it,
 * if its module for metrics is there.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SemaphoreMetricsAutoConfiguration {

	/**
	 * Depends on nothing, since the registry of semaphores depends on it.
	 */
	@Bean
	@ConditionalOnMissingBean
	SemaphoreMeters semaphoreMeters() {
		return new SemaphoreMeters();
	}

	/**
	 * Does what Boot's module for metrics would do.
	 */
	@Bean
	@ConditionalOnMissingClass("org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration")
	static SmartInitializingSingleton semaphoreMetersBinding(ObjectProvider<SemaphoreMeters> meters,
			ObjectProvider<MeterRegistry> registries) {
		return () -> registries.orderedStream().forEach((registry) -> meters.getObject().bindTo(registry));
	}

}
