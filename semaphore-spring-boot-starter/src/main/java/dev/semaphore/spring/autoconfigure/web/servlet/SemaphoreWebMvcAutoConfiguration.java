package dev.semaphore.spring.autoconfigure.web.servlet;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.web.RejectionStatuses;
import dev.semaphore.spring.web.servlet.RefusalExceptionResolver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Answers refused requests on Spring MVC, and lets handlers have parameters for permits.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class SemaphoreWebMvcAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RefusalExceptionResolver semaphoreRefusalExceptionResolver(ObjectProvider<SemaphoreProperties> properties,
			ApplicationContext context) {
		return new RefusalExceptionResolver(new RejectionStatuses(properties), context);
	}

	@Bean
	static PermitArguments semaphorePermitArguments() {
		return new PermitArguments();
	}

}
