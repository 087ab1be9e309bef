package dev.semaphore.spring.autoconfigure.actuate.endpoint;

import java.util.List;
import java.util.Locale;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.DeadlockHazards;
import dev.semaphore.spring.actuate.endpoint.SemaphoreTimes;
import dev.semaphore.spring.actuate.endpoint.SemaphoresEndpoint;
import dev.semaphore.spring.actuate.endpoint.SemaphoresEndpointWebExtension;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Backend;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Makes the endpoint {@code semaphores} where it is exposed. What it measures costs
 * something, so without the endpoint nothing is measured for it.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(SemaphoresEndpoint.class)
@ConditionalOnBean(SemaphoreRegistry.class)
@EnableConfigurationProperties(SemaphoresEndpointProperties.class)
public final class SemaphoresEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SemaphoreTimes semaphoreTimes(ObjectProvider<TimeSource> timeSource) {
		return new SemaphoreTimes(timeSource.getIfUnique(TimeSource::system));
	}

	@Bean
	@ConditionalOnMissingBean
	SemaphoresEndpoint semaphoresEndpoint(SemaphoreRegistry registry, SemaphoreTimes times,
			SemaphoresEndpointProperties properties, ObjectProvider<SemaphoreProperties> semaphores,
			ObjectProvider<DeadlockHazards> hazards) {
		return new SemaphoresEndpoint(registry, times, (name) -> backend(name, semaphores),
				hazards.getIfAvailable(() -> List::of), properties.showValues(), properties.unsafeRelease());
	}

	/**
	 * A semaphore that is not configured is a bean of the application, in this process.
	 */
	private static String backend(String name, ObjectProvider<SemaphoreProperties> semaphores) {
		SemaphoreProperties properties = semaphores.getIfAvailable();
		Backend backend = (properties != null && properties.instances().containsKey(name))
				? properties.instance(name).backend() : null;
		return ((backend != null) ? backend : Backend.LOCAL).name().toLowerCase(Locale.ROOT);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(SemaphoresEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	SemaphoresEndpointWebExtension semaphoresEndpointWebExtension(SemaphoresEndpoint endpoint,
			SemaphoresEndpointProperties properties, ApplicationEventPublisher events) {
		return new SemaphoresEndpointWebExtension(endpoint, properties.showValues(), properties.roles(), events);
	}

}
