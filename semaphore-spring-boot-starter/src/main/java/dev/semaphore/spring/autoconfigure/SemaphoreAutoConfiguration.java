package dev.semaphore.spring.autoconfigure;

import java.util.List;

import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.DeadlockHazards;
import dev.semaphore.spring.PermitsOperations;
import dev.semaphore.spring.Reentry;
import dev.semaphore.spring.aop.PermitsAdvisor;
import dev.semaphore.spring.aop.PermitsTemplate;
import dev.semaphore.store.PermitStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the semaphores: a {@link SemaphoreRegistry}, and one bean for
 * each semaphore under {@code semaphore.instances}.
 */
@AutoConfiguration
@EnableConfigurationProperties(SemaphoreProperties.class)
@Import(SemaphoreBeansRegistrar.class)
public final class SemaphoreAutoConfiguration {

	@Bean
	static SemaphorePropertiesCheck semaphorePropertiesCheck(Environment environment) {
		return new SemaphorePropertiesCheck(environment);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ConfigurationPropertiesBindHandlerAdvisor semaphorePresentProperties() {
		return PresentPropertiesBindHandler::new;
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static SemaphoreRegistryFiller semaphoreRegistryFiller(ObjectProvider<ConfiguredSemaphores> semaphores) {
		return new SemaphoreRegistryFiller(semaphores);
	}

	@Bean(ConfiguredSemaphores.BEAN_NAME)
	ConfiguredSemaphores configuredSemaphores(SemaphoreProperties properties, ApplicationContext context,
			ObjectProvider<SemaphorePolicyCustomizer> policies, ObjectProvider<SemaphoreOptionsCustomizer> options,
			ObjectProvider<TimeSource> timeSource, ObjectProvider<PermitStore> stores) {
		SemaphoreMaker maker = new SemaphoreMaker(properties.enabled(), policies.orderedStream().toList(),
				options.orderedStream().toList(), timeSource.getIfUnique(), new ApplicationThreads(context),
				new SharedBackends(stores::orderedStream));
		ConfiguredSemaphores semaphores = new ConfiguredSemaphores(ofParent(context, ConfiguredSemaphores.class));
		for (String name : ConfiguredNames.in(context.getEnvironment())) {
			semaphores.add(name, properties.instance(name), maker);
		}
		return semaphores;
	}

	@Bean("semaphore.ofUsers")
	UserSemaphores userSemaphores(ListableBeanFactory beanFactory, ObjectProvider<SemaphoreRegistry> registry) {
		return new UserSemaphores(beanFactory, registry);
	}

	@Bean
	@ConditionalOnMissingBean(value = SemaphoreRegistry.class, search = SearchStrategy.CURRENT)
	ContextSemaphoreRegistry semaphoreRegistry(ObjectProvider<SemaphoreListener> listeners, ApplicationContext context,
			UserSemaphores userSemaphores) {
		return new ContextSemaphoreRegistry(listeners.orderedStream().toList(),
				ofParent(context, SemaphoreRegistry.class), userSemaphores);
	}

	@Bean
	@ConditionalOnMissingBean
	PermitsOperations permitsOperations(ObjectProvider<PermitsAdvisor> advisor, SemaphoreRegistry registry) {
		PermitsAdvisor shared = advisor.getIfAvailable();
		return (shared != null) ? shared.operations() : new PermitsTemplate(registry, (name) -> Reentry.REFUSE);
	}

	@Bean
	SemaphoreRefresh semaphoreRefresh(SemaphoreProperties properties, SemaphoreRegistry registry,
			Environment environment, ObjectProvider<SemaphorePolicyCustomizer> policies) {
		return new SemaphoreRefresh(environment, registry, policies.orderedStream().toList(), properties);
	}

	@Bean
	static EnvironmentChangeListener semaphoreEnvironmentChangeListener(ObjectProvider<SemaphoreRefresh> refresh) {
		return new EnvironmentChangeListener(refresh);
	}

	@Bean
	SemaphoreShutdown semaphoreShutdown(SemaphoreRegistry registry) {
		return new SemaphoreShutdown(registry);
	}

	@Bean
	SharedSemaphoreDeparture sharedSemaphoreDeparture(SemaphoreRegistry registry) {
		return new SharedSemaphoreDeparture(registry);
	}

	@Bean
	SemaphoreRestart semaphoreRestart(SemaphoreShutdown shutdown) {
		return new SemaphoreRestart(shutdown);
	}

	/** Without annotations nothing is taken while holding something else. */
	@Bean
	@ConditionalOnBooleanProperty(name = "semaphore.enabled", havingValue = false)
	@ConditionalOnMissingBean
	static DeadlockHazards noDeadlockHazards() {
		return List::of;
	}

	private static <T> @Nullable T ofParent(ApplicationContext context, Class<T> type) {
		ApplicationContext parent = context.getParent();
		return (parent != null) ? parent.getBeanProvider(type).getIfUnique() : null;
	}

}
