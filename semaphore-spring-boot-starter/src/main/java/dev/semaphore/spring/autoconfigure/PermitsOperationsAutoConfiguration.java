package dev.semaphore.spring.autoconfigure;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.PermitsOperations;
import dev.semaphore.spring.Reentry;
import dev.semaphore.spring.aop.PermitsAdvisor;
import dev.semaphore.spring.aop.PermitsTemplate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link PermitsOperations}, which is there also where annotations
 * are ignored.
 */
@AutoConfiguration(after = { SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class })
public final class PermitsOperationsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PermitsOperations permitsOperations(ObjectProvider<PermitsAdvisor> advisor, SemaphoreRegistry registry) {
		PermitsAdvisor shared = advisor.getIfAvailable();
		return (shared != null) ? shared.operations() : new PermitsTemplate(registry, (name) -> Reentry.REFUSE);
	}

}
