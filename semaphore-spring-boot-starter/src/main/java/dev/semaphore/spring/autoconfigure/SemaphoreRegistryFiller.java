package dev.semaphore.spring.autoconfigure;

import dev.semaphore.SemaphoreRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the configured semaphores into the registry, ours or that of a user, before
 * anybody sees it.
 */
final class SemaphoreRegistryFiller implements BeanPostProcessor {

	private final ObjectProvider<ConfiguredSemaphores> semaphores;

	SemaphoreRegistryFiller(ObjectProvider<ConfiguredSemaphores> semaphores) {
		this.semaphores = semaphores;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof SemaphoreRegistry registry) {
			this.semaphores.getObject().registerIn(registry);
		}
		return bean;
	}

}
