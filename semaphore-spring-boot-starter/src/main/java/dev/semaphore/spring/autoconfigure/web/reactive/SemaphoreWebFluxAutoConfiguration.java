package dev.semaphore.spring.autoconfigure.web.reactive;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.web.ConfiguredRoutes;
import dev.semaphore.spring.autoconfigure.web.RejectionStatuses;
import dev.semaphore.spring.autoconfigure.web.SemaphoreRoutesAutoConfiguration;
import dev.semaphore.spring.web.reactive.RefusalAdvice;
import dev.semaphore.spring.web.reactive.RefusalWebExceptionHandler;
import dev.semaphore.spring.web.reactive.RouteLimitWebFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Limits requests on WebFlux by their routes, answers those that are refused, and lets
 * handlers have parameters for permits.
 */
@AutoConfiguration(after = { SemaphoreAutoConfiguration.class, SemaphoreRoutesAutoConfiguration.class })
@ConditionalOnClass(DispatcherHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public final class SemaphoreWebFluxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RefusalWebExceptionHandler semaphoreRefusalWebExceptionHandler(ObjectProvider<SemaphoreProperties> properties) {
		return new RefusalWebExceptionHandler(new RejectionStatuses(properties));
	}

	@Bean
	@ConditionalOnMissingBean
	RefusalAdvice semaphoreRefusalAdvice(ApplicationContext context) {
		return new RefusalAdvice(context);
	}

	@Bean
	@ConditionalOnBean(ConfiguredRoutes.class)
	@ConditionalOnMissingBean
	RouteLimitWebFilter semaphoreRouteLimitWebFilter(ConfiguredRoutes routes) {
		return new RouteLimitWebFilter(routes, routes.filterOrder());
	}

	@Bean
	static PermitArguments semaphorePermitArguments() {
		return new PermitArguments();
	}

}
