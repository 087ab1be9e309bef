package dev.semaphore.spring.autoconfigure;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.DeadlockHazards;
import dev.semaphore.spring.Reentry;
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
	 * Made before other beans: it reads its properties from the environment, and looks
	 * the registry up when it is needed, so that it brings neither up too early.
	 */
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static PermitsAdvisor permitsAdvisor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<SemaphoreRegistry> registry, ObjectProvider<SemaphoreProperties> properties,
			Environment environment) {
		int order = environment.getProperty("semaphore.aspect-order", Integer.class, PermitsAdvisor.DEFAULT_ORDER);
		boolean warnInTransaction = environment.getProperty("semaphore.warn-in-transaction", Boolean.class, true);
		return new PermitsAdvisor(beanFactory, registry::getObject, (name) -> reentry(properties, name),
				(name) -> interrupts(properties, name), order, warnInTransaction);
	}

	private static Reentry reentry(ObjectProvider<SemaphoreProperties> properties, String name) {
		SemaphoreProperties configured = properties.getIfAvailable();
		Reentry reentry = (configured != null) ? configured.instance(name).reentry() : null;
		return (reentry != null) ? reentry : Reentry.REFUSE;
	}

	private static boolean interrupts(ObjectProvider<SemaphoreProperties> properties, String name) {
		SemaphoreProperties configured = properties.getIfAvailable();
		return configured != null && configured.instance(name).interruptsWork();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static BeanPostProcessor permitsVerifier(PermitsAdvisor advisor) {
		return advisor.verifier();
	}

	@Bean
	static DeadlockHazards deadlockHazards(PermitsAdvisor advisor) {
		return advisor.hazards();
	}

}
