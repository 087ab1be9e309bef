package dev.semaphore.spring.autoconfigure.actuate.health;

import dev.semaphore.TimeSource;
import dev.semaphore.spring.actuate.health.SemaphoresHealthIndicator;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds semaphores to the health of the application, only if asked to: an application that
 * refuses is not ill, and to take it out of service makes the others refuse.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBooleanProperty("management.health.semaphores.enabled")
@EnableConfigurationProperties(SemaphoresHealthProperties.class)
public final class SemaphoresHealthAutoConfiguration {

	/** Depends on no registry, which depends on this. */
	@Bean
	@ConditionalOnMissingBean
	SemaphoresHealthIndicator semaphoresHealthIndicator(SemaphoresHealthProperties properties,
			ObjectProvider<TimeSource> timeSource) {
		return new SemaphoresHealthIndicator(properties.refusingFor(), timeSource.getIfUnique(TimeSource::system));
	}

}
