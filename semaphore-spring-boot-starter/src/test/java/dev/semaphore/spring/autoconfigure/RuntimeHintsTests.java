package dev.semaphore.spring.autoconfigure;

import java.io.Closeable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.actuate.endpoint.SemaphoresEndpoint;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import dev.semaphore.spring.autoconfigure.actuate.dashboard.SemaphoreDashboardAutoConfiguration;
import dev.semaphore.spring.autoconfigure.actuate.endpoint.SemaphoresEndpointAutoConfiguration;
import dev.semaphore.spring.autoconfigure.datasource.DataSourceSemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.store.jdbc.JdbcSemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.store.redis.RedisSemaphoreAutoConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.DecoratingProxy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.ConnectionProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told of an application with semaphores.
 */
class RuntimeHintsTests {

	private static final RuntimeHints HINTS = hints();

	@Test
	void fallbacksMayBeCalledAlsoPrivateOnesAndThoseOfSuperclassesAndInterfaces() {
		has(reflection().onMethodInvocation(Reports.class, "yesterdays"));
		has(reflection().onMethodInvocation(OlderReports.class, "older"));
		has(reflection().onMethodInvocation(Fallback.class, "oldest"));
	}

	@Test
	void expressionsMayAskTheirArgumentsAndTheRoot() {
		has(reflection().onType(Batch.class).withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS));
		has(reflection().onType(TypeReference.of("dev.semaphore.spring.aop.ExpressionRoot"))
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS));
		lacks(reflection().onType(Plain.class).withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS));
	}

	@Test
	void annotatedMethodsMayBeCalledAndTheAnnotationBeReadThroughAProxy() {
		has(reflection().onMethodInvocation(Reports.class, "plain"));
		has(RuntimeHintsPredicates.proxies().forInterfaces(Permits.class));
		has(reflection().onMethodInvocation(Supplier.class, "get"));
	}

	@Test
	void whatIsToBeClosedAndConnectionsHaveProxies() {
		has(RuntimeHintsPredicates.proxies()
			.forInterfaces(SpringProxy.class, Closeable.class, AutoCloseable.class, Advised.class,
					DecoratingProxy.class)
			.or(RuntimeHintsPredicates.proxies()
				.forInterfaces(Closeable.class, AutoCloseable.class, SpringProxy.class, Advised.class,
						DecoratingProxy.class)));
		has(RuntimeHintsPredicates.proxies().forInterfaces(ConnectionProxy.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dev/semaphore/spring/store/redis/permits.lua",
			"dev/semaphore/spring/store/jdbc/schema-h2.sql", "dev/semaphore/spring/store/jdbc/schema-postgresql.sql",
			"dev/semaphore/spring/actuate/dashboard/dashboard.html", "dev/semaphore/spring/actuate/dashboard/list.js" })
	void scriptsSchemasAndPagesAreInTheImage(String resource) {
		assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
		has(RuntimeHintsPredicates.resource().forResource(resource));
	}

	@Test
	void propertiesAreBound() {
		for (Class<?> bound : List.of(SemaphoreProperties.class, SemaphoreProperties.Instance.class,
				WebProperties.class, WebProperties.Route.class, JdbcProperties.class, EtcdProperties.class)) {
			has(reflection().onConstructorInvocation(bound.getDeclaredConstructors()[0]));
		}
	}

	@Test
	void theEndpointIsCalledAndItsAnswersAreWritten() throws Exception {
		has(reflection().onMethodInvocation(SemaphoresEndpoint.class.getMethod("semaphores")));
		for (String answer : List.of("Semaphores", "Semaphore", "Statistics", "Holder", "Waiter", "Key", "History")) {
			String type = SemaphoresEndpoint.class.getPackageName() + "." + answer + "Descriptor";
			has(reflection().onType(TypeReference.of(type)));
		}
	}

	private static ReflectionHintsPredicates reflection() {
		return RuntimeHintsPredicates.reflection();
	}

	private static void has(Predicate<RuntimeHints> hint) {
		assertThat(HINTS).matches(hint);
	}

	private static void lacks(Predicate<RuntimeHints> hint) {
		assertThat(HINTS).matches(hint.negate());
	}

	private static RuntimeHints hints() {
		AnnotationConfigReactiveWebApplicationContext source = new AnnotationConfigReactiveWebApplicationContext();
		TestPropertyValues
			.of("semaphore.instances.reports.permits=4", "semaphore.instances.shared.permits=4",
					"semaphore.instances.shared.backend=jdbc", "semaphore.instances.far.permits=4",
					"semaphore.instances.far.backend=redis",
					"management.endpoints.web.exposure.include=semaphores,semaphoredashboard")
			.applyTo(source);
		source.register(Application.class);
		source.register(AutoConfigurations.getClasses(AutoConfigurations.of(EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				DataSourceSemaphoreAutoConfiguration.class, JdbcSemaphoreAutoConfiguration.class,
				RedisSemaphoreAutoConfiguration.class, SemaphoresEndpointAutoConfiguration.class,
				SemaphoreDashboardAutoConfiguration.class)));
		TestGenerationContext generated = new TestGenerationContext(Application.class);
		new ApplicationContextAotGenerator().processAheadOfTime(source, generated);
		return generated.getRuntimeHints();
	}

	record Batch(int size) {

	}

	record Plain(int size) {

	}

	interface Fallback {

		default String oldest() {
			return "";
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@Permits("reports")
	@interface Limited {

	}

	static class OlderReports {

		String older(PermitRejectedException refusal) {
			return "";
		}

	}

	static class Reports extends OlderReports implements Fallback {

		@Permits(name = "reports", fallback = "yesterdays")
		String latest() {
			return "";
		}

		@Permits(name = "reports", fallback = "older")
		String old() {
			return "";
		}

		@Permits(name = "reports", fallback = "oldest")
		String veryOld() {
			return "";
		}

		@Permits(name = "reports", weight = "#batch.size()")
		void settle(Batch batch) {
		}

		@Limited
		String plain(Plain plain) {
			return "";
		}

		@Permits(name = "reports", release = Release.COMPLETE)
		Closeable open() {
			return () -> {
			};
		}

		@SuppressWarnings({ "unused", "UnusedMethod" })
		private String yesterdays() {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Reports reportService() {
			return new Reports();
		}

		@Bean
		DataSource dataSource() {
			return new JdbcDataSource();
		}

		@Bean
		LettuceConnectionFactory redisConnectionFactory() {
			return new LettuceConnectionFactory();
		}

	}

}
