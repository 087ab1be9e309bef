package dev.semaphore.spring.autoconfigure.web.reactive;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.web.RejectionStatuses;
import dev.semaphore.spring.web.reactive.RefusalAdvice;
import dev.semaphore.spring.web.reactive.RefusalWebExceptionHandler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Answers refused requests on WebFlux.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
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

}
