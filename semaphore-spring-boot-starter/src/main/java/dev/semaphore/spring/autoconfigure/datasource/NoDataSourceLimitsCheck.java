package dev.semaphore.spring.autoconfigure.datasource;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;

import org.springframework.beans.factory.InitializingBean;

/**
 * Stops the start when limits are configured in an application that cannot have them.
 */
final class NoDataSourceLimitsCheck implements InitializingBean {

	private final SemaphoreProperties properties;

	NoDataSourceLimitsCheck(SemaphoreProperties properties) {
		this.properties = properties;
	}

	@Override
	public void afterPropertiesSet() {
		if (!this.properties.datasource().isEmpty()) {
			throw new SemaphoreConfigurationException(
					"semaphore.datasource is set (" + String.join(", ", this.properties.datasource().keySet())
							+ "), but spring-jdbc is not on the class path.",
					"Add the dependency org.springframework:spring-jdbc, or remove the property.");
		}
	}

}
