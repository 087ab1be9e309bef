package dev.semaphore.spring.autoconfigure.web;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The limits on requests under {@code semaphore.web.routes}, for whatever kind of server.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnClass(PathPattern.class)
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = "semaphore.enabled", matchIfMissing = true)
public final class SemaphoreRoutesAutoConfiguration {

	@Bean
	ConfiguredRoutes semaphoreRoutes(SemaphoreProperties properties, ObjectProvider<SemaphoreRegistry> registry,
			ObjectProvider<ExemptPaths> exempt, Environment environment) {
		return new ConfiguredRoutes(properties, registry, exempt, environment);
	}

	@Bean
	@ConditionalOnClass(PathMappedEndpoints.class)
	ActuatorPaths semaphoreActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
		return new ActuatorPaths(endpoints, environment);
	}

}
