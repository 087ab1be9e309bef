package dev.semaphore.spring.bench;

import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Semaphore;

import dev.semaphore.spring.annotation.Permits;
import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.micrometer.core.instrument.MeterRegistry;
import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * Who limits the method of the {@link Service}.
 */
public enum Advice {

	/** Nobody: the call itself. */
	NOTHING(Unlimited.class),

	/**
	 * An advisor that takes and releases a JDK semaphore: the least an annotation costs.
	 */
	PLAIN_ADVISOR(PlainAdvisor.class),

	/** {@code @Permits} without meters, holders not tracked. */
	PERMITS_BARE(Permitted.class, "semaphore.defaults.track-holders=false",
			"spring.autoconfigure.exclude=dev.semaphore.spring.autoconfigure.metrics.SemaphoreMetricsAutoConfiguration"),

	/** {@code @Permits} as it is unless configured, beside Boot's Micrometer. */
	PERMITS(Permitted.class),

	/** Spring's annotation. */
	CONCURRENCY_LIMIT(Throttled.class),

	/** Resilience4j's annotation. */
	BULKHEAD(Bulkheaded.class);

	private static final int LIMIT = 64;

	/* The others have the properties of a semaphore, but nobody's call passes it. */
	private static final Set<Advice> UNMETERED = EnumSet.of(PERMITS_BARE);

	private final Class<?> configuration;

	private final String[] properties;

	Advice(Class<?> configuration, String... properties) {
		this.configuration = configuration;
		this.properties = properties;
	}

	ConfigurableApplicationContext start() {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Configured.class, this.configuration)
			.web(WebApplicationType.NONE)
			.properties("logging.level.root=warn", "semaphore.instances.work.permits=" + LIMIT,
					"resilience4j.bulkhead.instances.work.max-concurrent-calls=" + LIMIT)
			.properties(this.properties)
			.run();
		boolean metered = context.getBean(MeterRegistry.class).find("semaphore.hold").timer() != null;
		if (metered == UNMETERED.contains(this)) {
			throw new IllegalStateException(this + " has" + (metered ? "" : " no") + " meters");
		}
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configured {

	}

	static class Unlimited implements Service {

		@Override
		public int call(int argument) {
			return argument + 1;
		}

	}

	@Import(Unlimited.class)
	static class PlainAdvisor {

		@Bean
		static Advisor advisor() {
			Semaphore semaphore = new Semaphore(LIMIT, true);
			MethodInterceptor advice = (invocation) -> {
				semaphore.acquire();
				try {
					return invocation.proceed();
				}
				finally {
					semaphore.release();
				}
			};
			return new DefaultPointcutAdvisor(new StaticMethodMatcherPointcut() {

				@Override
				public boolean matches(Method method, Class<?> targetClass) {
					return targetClass == Unlimited.class && method.getName().equals("call");
				}

			}, advice);
		}

	}

	static class Permitted implements Service {

		@Override
		@Permits("work")
		public int call(int argument) {
			return argument + 1;
		}

	}

	@EnableResilientMethods
	static class Throttled implements Service {

		@Override
		@ConcurrencyLimit(LIMIT)
		public int call(int argument) {
			return argument + 1;
		}

	}

	static class Bulkheaded implements Service {

		@Override
		@Bulkhead(name = "work")
		public int call(int argument) {
			return argument + 1;
		}

	}

}
