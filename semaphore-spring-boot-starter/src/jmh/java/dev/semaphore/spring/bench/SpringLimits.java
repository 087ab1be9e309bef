package dev.semaphore.spring.bench;

import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * Turns Spring's own limits on. It is not within the application, which would find it
 * there and always have them on.
 */
@Configuration(proxyBeanMethods = false)
@EnableResilientMethods
class SpringLimits {

	static class Limited {

		@ConcurrencyLimit(4)
		void work() {
		}

	}

}
