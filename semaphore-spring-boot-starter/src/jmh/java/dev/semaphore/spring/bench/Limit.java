package dev.semaphore.spring.bench;

import java.util.List;
import java.util.concurrent.Semaphore;

import dev.semaphore.spring.annotation.Permits;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who limits the endpoint of the {@link LimitedServer}.
 */
enum Limit {

	NONE("no limit", Unlimited.class),

	JDK_FAIR("JDK fair, plain advisor", PlainlyAdvised.class),

	CONCURRENCY_LIMIT("`@ConcurrencyLimit`", Throttled.class),

	BULKHEAD("`@Bulkhead`", Bulkheaded.class),

	PERMITS_FIFO("`@Permits`, FIFO", Permitted.class),

	PERMITS_LIFO("`@Permits`, LIFO", Permitted.class, "semaphore.defaults.order=lifo");

	final String label;

	final Class<?> controller;

	final List<String> properties;

	Limit(String label, Class<?> controller, String... properties) {
		this.label = label;
		this.controller = controller;
		this.properties = List.of(properties);
	}

	@RestController
	record Unlimited(SimulatedWork work) {

		@GetMapping("/")
		String get() {
			return this.work.run();
		}

	}

	/** The least that strict order can cost behind an annotation. */
	@RestController
	static class PlainlyAdvised {

		private final SimulatedWork work;

		PlainlyAdvised(SimulatedWork work) {
			this.work = work;
		}

		@GetMapping("/")
		public String get() {
			return this.work.run();
		}

		@Bean
		static Advisor advisor(Environment environment) {
			Semaphore semaphore = new Semaphore(environment.getRequiredProperty("bench.permits", Integer.class), true);
			Pointcut pointcut = new AnnotationMatchingPointcut(RestController.class, GetMapping.class);
			return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) (invocation) -> {
				semaphore.acquire();
				try {
					return invocation.proceed();
				}
				finally {
					semaphore.release();
				}
			});
		}

	}

	@RestController
	static class Permitted {

		private final SimulatedWork work;

		Permitted(SimulatedWork work) {
			this.work = work;
		}

		@GetMapping("/")
		@Permits("work")
		public String get() {
			return this.work.run();
		}

	}

	@RestController
	@EnableResilientMethods
	static class Throttled {

		private final SimulatedWork work;

		Throttled(SimulatedWork work) {
			this.work = work;
		}

		@GetMapping("/")
		@ConcurrencyLimit(limitString = "${bench.permits}")
		public String get() {
			return this.work.run();
		}

	}

	@RestController
	static class Bulkheaded {

		private final SimulatedWork work;

		Bulkheaded(SimulatedWork work) {
			this.work = work;
		}

		@GetMapping("/")
		@Bulkhead(name = "work")
		public String get() {
			return this.work.run();
		}

		@ExceptionHandler(BulkheadFullException.class)
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		void refused() {
		}

	}

}
