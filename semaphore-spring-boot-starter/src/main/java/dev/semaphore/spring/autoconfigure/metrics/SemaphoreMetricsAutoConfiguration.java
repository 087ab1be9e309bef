package dev.semaphore.spring.autoconfigure.metrics;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.metrics.SemaphoreMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Measures semaphores where there is a registry of meters. Boot binds the meters to it.
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

}
