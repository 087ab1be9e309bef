package dev.semaphore.spring.autoconfigure;

import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts an application on class paths from which libraries are really absent, which a
 * filtered class loader only pretends.
 */
@Tag("any-jdk")
class OptionalLibrariesTests {

	@ParameterizedTest
	@EnumSource
	void applicationStartsAndWorksWithout(Libraries absent) throws Exception {
		try (SlimClassPath classPath = SlimClassPath.without(absent.jars)) {
			assertThat(classPath.has(absent.example)).as(absent.example).isFalse();
			assertThat(classPath.call(SlimApplication.class)).isEqualTo("reports: 4 permits");
		}
	}

	enum Libraries {

		ACTUATOR("spring-boot-.*(actuator|health|micrometer).*",
				"org.springframework.boot.actuate.endpoint.annotation.Endpoint"),

		MICROMETER("(micrometer|context-propagation|spring-boot-.*micrometer).*",
				"io.micrometer.core.instrument.MeterRegistry"),

		SERVLET("(spring-webmvc|spring-boot-.*(webmvc|tomcat|servlet)|jakarta\\.servlet|tomcat-).*",
				"jakarta.servlet.Servlet"),

		REACTIVE("(spring-webflux|spring-boot-.*(webflux|netty|reactor)|reactor-|reactive-streams|netty-|lettuce-).*",
				"reactor.core.publisher.Mono"),

		JDBC("(spring-(jdbc|tx)|spring-boot-(jdbc|sql|transaction)|HikariCP|postgresql|h2)-.*",
				"org.springframework.jdbc.core.JdbcTemplate"),

		REDIS("(spring-data-redis|lettuce-|jedis-|spring-boot-.*redis).*",
				"org.springframework.data.redis.connection.RedisConnectionFactory"),

		WEB("(spring-web|spring-security|spring-boot-.*(web|tomcat|servlet|netty|reactor|http|resttest)|jakarta\\.servlet|"
				+ "tomcat-|reactor-|netty-|lettuce-).*", "org.springframework.web.bind.annotation.RestController"),

		VALIDATION("(jakarta\\.validation|hibernate-validator|spring-boot-.*validation).*",
				"jakarta.validation.Validator"),

		ASPECTJ("(aspectj|spring-boot-starter-aspectj).*", "org.aspectj.lang.annotation.Aspect"),

		JACKSON("(jackson-|spring-boot-.*jackson).*", "tools.jackson.databind.ObjectMapper"),

		SECURITY("spring-security-.*", "org.springframework.security.core.Authentication"),

		KOTLIN("kotlin.*", "kotlin.Unit"),

		REACTIVE_STREAMS_ONLY("reactor-.*", "reactor.core.publisher.Mono"),

		/** Nothing is there but what the starter brings. */
		ALL("(?!(semaphore-|classes|test-classes|spring-(aop|beans|context|core|expression)-|spring-boot-\\d|"
				+ "spring-boot-autoconfigure-|jspecify|commons-logging|logback|log4j|slf4j|jul-to|snakeyaml|"
				+ "micrometer-(observation|commons)-|jakarta\\.annotation)).*", "org.junit.jupiter.api.Test");

		private final Pattern jars;

		private final String example;

		Libraries(String jars, String example) {
			this.jars = Pattern.compile(jars);
			this.example = example;
		}

	}

}
