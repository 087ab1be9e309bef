package dev.semaphore.spring.autoconfigure.datasource;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.ConnectionProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Auto-configuration of a permit for each connection of the data sources that are named
 * under {@code semaphore.datasource}.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "semaphore.enabled", matchIfMissing = true)
public final class DataSourceSemaphoreAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DelegatingDataSource.class)
	@ImportRuntimeHints(ConnectionHints.class)
	static class WithSpringJdbc {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DataSourceLimits dataSourceLimits(ObjectProvider<SemaphoreProperties> properties,
				ObjectProvider<SemaphoreRegistry> registry, ListableBeanFactory beanFactory, Environment environment) {
			return new DataSourceLimits(properties, registry, beanFactory, environment);
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static LimitedDataSourcePostProcessor limitedDataSourcePostProcessor(DataSourceLimits limits) {
			return new LimitedDataSourcePostProcessor(limits);
		}

		@Bean
		LimitedDataSourcesCheck limitedDataSourcesCheck(DataSourceLimits limits,
				LimitedDataSourcePostProcessor postProcessor, ConfigurableListableBeanFactory beanFactory) {
			return new LimitedDataSourcesCheck(limits, postProcessor, beanFactory);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.jdbc.datasource.DelegatingDataSource")
	static class WithoutSpringJdbc {

		@Bean
		NoDataSourceLimitsCheck noDataSourceLimitsCheck(SemaphoreProperties properties) {
			return new NoDataSourceLimitsCheck(properties);
		}

	}

	/** Lets a native image hand out connections that give their permit back. */
	static final class ConnectionHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.proxies().registerJdkProxy(ConnectionProxy.class);
		}

	}

}
