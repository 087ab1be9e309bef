package dev.semaphore.spring.autoconfigure;

import dev.semaphore.CountingSemaphore;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a bean for each configured semaphore, so that it can be injected by
 * {@code @Qualifier("<name>")}. The bean's own name is another, since beans of users may
 * bear the bare one.
 */
final class SemaphoreBeansRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String PREFIX = ConfiguredNames.INSTANCES + ".";

	private final Environment environment;

	SemaphoreBeansRegistrar(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Whether a bean of this name is a configured semaphore.
	 */
	static boolean isBeanName(String beanName) {
		return beanName.startsWith(PREFIX);
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		for (String name : ConfiguredNames.in(this.environment)) {
			registry.registerBeanDefinition(PREFIX + name, definition(name));
		}
	}

	/**
	 * A factory method with an argument, not a supplier, so that ahead-of-time processing
	 * can write it down.
	 */
	private static RootBeanDefinition definition(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(CountingSemaphore.class);
		definition.setFactoryBeanName(ConfiguredSemaphores.BEAN_NAME);
		definition.setFactoryMethodName("get");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		return definition;
	}

}
