package dev.semaphore.spring.autoconfigure.actuate.health;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.actuate.health.SemaphoreBackendsHealthIndicator;
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
 * Adds the shared backends of semaphores to the health of the application, only if asked
 * to: what a backend is to its semaphores when it is away, their configuration says.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBooleanProperty("management.health.semaphore-backends.enabled")
@EnableConfigurationProperties(SemaphoreBackendsHealthProperties.class)
public final class SemaphoreBackendsHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SemaphoreBackendsHealthIndicator semaphoreBackendsHealthIndicator(ObjectProvider<SemaphoreRegistry> registry) {
		return new SemaphoreBackendsHealthIndicator(registry::getObject);
	}

}
