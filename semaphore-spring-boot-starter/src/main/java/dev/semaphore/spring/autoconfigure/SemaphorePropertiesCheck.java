package dev.semaphore.spring.autoconfigure;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Checks what is configured under {@code semaphore} before any bean is made. Throws
 * {@link dev.semaphore.spring.SemaphoreConfigurationException} for the first mistake.
 */
final class SemaphorePropertiesCheck implements BeanFactoryPostProcessor {

	private final Environment environment;

	SemaphorePropertiesCheck(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		checked(this.environment);
	}

	/**
	 * The properties, if nothing is wrong with them.
	 */
	static SemaphoreProperties checked(Environment environment) {
		SemaphoreProperties properties = new UnknownPropertiesCheck(environment).run();
		new NamesCheck(environment).run();
		new ValuesCheck(environment, properties).run();
		return properties;
	}

}
