package dev.semaphore.spring.autoconfigure.store.jdbc;

import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.datasource.PostgreSqlServer;
import dev.semaphore.spring.store.jdbc.MySqlServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In databases that are not embedded, the tables are made if that is asked for, and by an
 * instance that finds them there nothing is lost.
 */
@Tag("any-jdk")
class SchemaInitializationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, JdbcSemaphoreAutoConfiguration.class,
				DataSourceAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=2", "semaphore.instances.reports.backend=jdbc",
				"semaphore.jdbc.initialize-schema=always", "semaphore.jdbc.timeout=1m",
				"semaphore.defaults.max-wait=5m", "semaphore.defaults.lease=2m",
				"semaphore.defaults.backend-timeout=1m");

	@Test
	void inPostgreSql() throws Exception {
		try (PostgreSqlServer server = PostgreSqlServer.start()) {
			assertMadeOnce(server.url(), server.user(), server.password());
		}
	}

	@Test
	void inMariaDb() {
		assertMadeOnce(MySqlServer.mariaDb().url("made"), "root", "");
	}

	@Test
	void inMySql() {
		assertMadeOnce(MySqlServer.mySql().url("made"), "root", "");
	}

	private void assertMadeOnce(String url, String user, String password) {
		ApplicationContextRunner onServer = this.runner.withPropertyValues("spring.datasource.url=" + url,
				"spring.datasource.username=" + user, "spring.datasource.password=" + password);
		onServer.run((first) -> {
			try (Permit one = first.getBean(SemaphoreRegistry.class).get("reports").acquire()) {
				onServer.run((second) -> {
					try (Permit other = second.getBean(SemaphoreRegistry.class).get("reports").acquire()) {
						assertThat(other.fencingToken().orElseThrow()).isGreaterThan(one.fencingToken().orElseThrow());
					}
				});
			}
		});
	}

}
