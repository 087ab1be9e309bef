package dev.semaphore.spring.autoconfigure.datasource;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;

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
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Auto-configuration of a permit for each connection of the data sources that are named
 * under {@code semaphore.datasource}.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "semaphore.enabled", matchIfMissing = true)
public final class DataSourceSemaphoreAutoConfiguration {

	@Bean
	@ConditionalOnMissingClass("org.springframework.jdbc.datasource.DelegatingDataSource")
	NoDataSourceLimitsCheck noDataSourceLimitsCheck(SemaphoreProperties properties) {
		return new NoDataSourceLimitsCheck(properties);
	}

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

}
