package dev.semaphore.spring.autoconfigure;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.aop.PermitsAdvisor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@link dev.semaphore.spring.annotation.Permits @Permits}.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "semaphore.enabled", matchIfMissing = true)
@Import(AutoProxyCreatorRegistrar.class)
public final class PermitsAutoConfiguration {

	/*
	 * Made before other beans: it reads its property from the environment, and looks the
	 * registry up when it is needed, so that it brings neither up too early.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static PermitsAdvisor permitsAdvisor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<SemaphoreRegistry> registry, Environment environment) {
		int order = environment.getProperty("semaphore.aspect-order", Integer.class, PermitsAdvisor.DEFAULT_ORDER);
		return new PermitsAdvisor(beanFactory, registry::getObject, order);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BeanPostProcessor permitsVerifier(PermitsAdvisor advisor) {
		return advisor.verifier();
	}

}
