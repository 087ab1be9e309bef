package dev.semaphore.spring.autoconfigure.web.servlet;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.web.ConfiguredRoutes;
import dev.semaphore.spring.autoconfigure.web.RejectionStatuses;
import dev.semaphore.spring.autoconfigure.web.SemaphoreRoutesAutoConfiguration;
import dev.semaphore.spring.web.servlet.RefusalFilter;
import dev.semaphore.spring.web.servlet.RouteLimitFilter;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits requests to servlets by their routes, and answers those that are refused where
 * no controller is.
 */
@AutoConfiguration(after = { SemaphoreAutoConfiguration.class, SemaphoreRoutesAutoConfiguration.class })
@ConditionalOnClass(OncePerRequestFilter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class SemaphoreServletAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RefusalFilter semaphoreRefusalFilter(ObjectProvider<SemaphoreProperties> properties) {
		return new RefusalFilter(new RejectionStatuses(properties));
	}

	@Bean
	@ConditionalOnBean(ConfiguredRoutes.class)
	@ConditionalOnMissingBean(value = RouteLimitFilter.class, parameterizedContainer = FilterRegistrationBean.class)
	FilterRegistrationBean<RouteLimitFilter> semaphoreRouteLimitFilter(ConfiguredRoutes routes,
			DispatchableFilters filters) {
		FilterRegistrationBean<RouteLimitFilter> registration = new FilterRegistrationBean<>(
				new RouteLimitFilter(routes, filters));
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
		registration.setOrder(routes.filterOrder());
		registration.setEnabled(!routes.isEmpty());
		return registration;
	}

	@Bean
	@ConditionalOnBean(ConfiguredRoutes.class)
	DispatchableFilters semaphoreDispatchableFilters(ConfiguredRoutes routes, ListableBeanFactory beanFactory) {
		return new DispatchableFilters(routes, beanFactory);
	}

}
