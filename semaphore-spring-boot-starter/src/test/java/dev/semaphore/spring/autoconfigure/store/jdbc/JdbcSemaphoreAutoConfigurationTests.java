package dev.semaphore.spring.autoconfigure.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.datasource.DataSourceSemaphoreAutoConfiguration;
import dev.semaphore.spring.store.jdbc.JdbcPermitStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcSemaphoreAutoConfigurationTests {

	private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private final ApplicationContextRunner withoutDatabase = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, JdbcSemaphoreAutoConfiguration.class,
				DataSourceSemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=2", "semaphore.instances.reports.backend=jdbc",
				"semaphore.jdbc.timeout=1m", "semaphore.defaults.max-wait=5m", "semaphore.defaults.lease=2m",
				"semaphore.defaults.backend-timeout=1m");

	private final ApplicationContextRunner runner = this.withoutDatabase
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + this.url);

	@Test
	void permitsAreThoseOfAllInstancesAndComeBackWhenOneStops() {
		this.runner.run((first) -> {
			CountingSemaphore semaphore = first.getBean(SemaphoreRegistry.class).get("reports");
			assertThat(semaphore).isInstanceOf(SharedSemaphore.class);
			Permit one = semaphore.acquire();
			this.runner.run((second) -> {
				CountingSemaphore same = second.getBean(SemaphoreRegistry.class).get("reports");
				assertThat(same.tryAcquire()).isNotNull();
				assertThat(same.snapshot().held()).isPositive();
			});
			Awaitility.await().untilAsserted(() -> assertThat(semaphore.snapshot().held()).isOne());
			assertThat(one.fencingToken()).isPresent();
			one.close();
		});
	}

	@Test
	void withAPoolOfOneAPermitIsToBeHadEvenWithinATransactionThatHasTheConnection() {
		this.runner.withPropertyValues("spring.datasource.hikari.maximum-pool-size=1").run((context) -> {
			CountingSemaphore semaphore = context.getBean(SemaphoreRegistry.class).get("reports");
			DataSource dataSource = context.getBean(DataSource.class);
			new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult((status) -> {
				assertThat(new JdbcTemplate(dataSource).queryForObject("SELECT 1", Integer.class)).isOne();
				Permit permit = semaphore.tryAcquire();
				assertThat(permit).isNotNull();
				permit.close();
			});
		});
	}

	@Test
	void aDataSourceMayBeLimitedByASemaphoreThatIsKeptInIt() {
		this.runner.withPropertyValues("semaphore.datasource.dataSource=reports")
			.run((context) -> assertThat(
					new JdbcTemplate(context.getBean(DataSource.class)).queryForObject("SELECT 1", Integer.class))
				.isOne());
	}

	@Test
	void scriptsOfTheApplicationMayRunOnALimitedDataSource() {
		this.runner.withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
			.withPropertyValues("semaphore.instances.connections.permits=5",
					"semaphore.datasource.dataSource=connections", "spring.sql.init.mode=always",
					"spring.sql.init.schema-locations=classpath:schema-of-tests.sql")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theApplicationStartsAlthoughItsDatabaseIsAway() {
		this.runner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost:1/none",
					"semaphore.jdbc.timeout=100ms", "semaphore.defaults.backend-timeout=100ms")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void connectionsOfTheApplicationsPoolAreLeftAsTheyWere() {
		AtomicInteger networkTimeout = new AtomicInteger(7);
		List<Integer> changes = new CopyOnWriteArrayList<>();
		DataSource pool = new TimedDataSource(this.url, networkTimeout, changes);
		this.withoutDatabase.withBean(DataSource.class, () -> pool).run((context) -> {
			context.getBean(SemaphoreRegistry.class).get("reports").acquire().close();
			assertThat(changes).isNotEmpty();
			Awaitility.await().untilAsserted(() -> assertThat(networkTimeout).hasValue(7));
		});
	}

	@Test
	void theTablesAreMadeInAnEmbeddedDatabaseAndOtherwiseIfAsked() {
		this.runner.run((context) -> {
			context.getBean(SemaphoreRegistry.class).get("reports").acquire().close();
			assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("SELECT COUNT(*) FROM SEMAPHORE_STATE", Integer.class)).isOne();
		});
		this.runner
			.withPropertyValues("semaphore.jdbc.initialize-schema=never", "spring.datasource.url=jdbc:h2:mem:untouched")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(new JdbcTemplate(context.getBean(DataSource.class)).queryForObject(
						"SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'SEMAPHORE%'",
						Integer.class))
					.isZero();
			});
	}

	@Test
	void aDataSourceOfItsOwnIsUsedAsItIs() {
		this.runner.withUserConfiguration(OwnDataSource.class).run((context) -> {
			context.getBean(SemaphoreRegistry.class).get("reports").acquire().close();
			assertThat(new JdbcTemplate(context.getBean("own", DataSource.class))
				.queryForObject("SELECT COUNT(*) FROM SEMAPHORE_STATE", Integer.class)).isOne();
		});
	}

	@Test
	void withoutADataSourceTheStartStopsAndSaysWhatToAdd() {
		this.withoutDatabase.run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining("there is no DataSource")
				.hasMessageContaining("spring-boot-starter-jdbc");
		});
	}

	@Test
	void withSeveralDataSourcesTheStartStopsAndSaysHowToChoose() {
		this.withoutDatabase.withBean("one", DriverManagerDataSource.class, this.url)
			.withBean("two", DriverManagerDataSource.class, this.url)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).rootCause()
					.isInstanceOf(SemaphoreConfigurationException.class)
					.hasMessageContaining("@SemaphoreDataSource");
			});
	}

	@Test
	void withoutSpringJdbcTheStartStopsAndSaysWhatToAdd() {
		this.withoutDatabase.withClassLoader(new FilteredClassLoader("org.springframework.jdbc")).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining("spring-boot-starter-jdbc");
		});
	}

	@Test
	void propertiesThatDoNotFitStopTheStart() {
		this.runner.withPropertyValues("semaphore.jdbc.connections=0").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("connections must be 1 or more");
		});
	}

	@Test
	void whoDoesNotAskForItHasNoStore() {
		this.runner.withPropertyValues("semaphore.instances.reports.backend=local")
			.run((context) -> assertThat(context).doesNotHaveBean(JdbcPermitStore.class));
	}

	/** Its connections keep the network time-out that the last one was given. */
	private static final class TimedDataSource extends DriverManagerDataSource {

		private final AtomicInteger networkTimeout;

		private final List<Integer> changes;

		TimedDataSource(String url, AtomicInteger networkTimeout, List<Integer> changes) {
			super(url);
			this.networkTimeout = networkTimeout;
			this.changes = changes;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "getNetworkTimeout" -> this.networkTimeout.get();
						case "setNetworkTimeout" -> {
							this.networkTimeout.set((Integer) arguments[1]);
							this.changes.add((Integer) arguments[1]);
							yield null;
						}
						default -> call(method, connection, arguments);
					});
		}

		private static Object call(Method method, Connection connection, Object[] arguments) throws Throwable {
			try {
				return method.invoke(connection, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDataSource {

		@Bean(defaultCandidate = false)
		@SemaphoreDataSource
		HikariDataSource own() {
			HikariDataSource own = new HikariDataSource();
			own.setJdbcUrl("jdbc:h2:mem:own");
			return own;
		}

	}

}
