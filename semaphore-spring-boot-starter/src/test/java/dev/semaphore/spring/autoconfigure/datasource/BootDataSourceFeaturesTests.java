package dev.semaphore.spring.autoconfigure.datasource;

import java.sql.Connection;
import java.util.Map;

import javax.sql.DataSource;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.datasource.H2Pools;
import dev.semaphore.spring.datasource.LimitedDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.datasource.lookup.IsolationLevelDataSourceRouter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Boot does for data sources it still does for limited ones.
 */
class BootDataSourceFeaturesTests {

	private final ApplicationContextRunner empty = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class,
				DataSourceSemaphoreAutoConfiguration.class, MetricsAutoConfiguration.class,
				DataSourcePoolMetricsAutoConfiguration.class, DataSourceHealthContributorAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("semaphore.instances.pool.permits=2", "semaphore.datasource.dataSource=pool");

	private final ApplicationContextRunner boot = this.empty
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true",
				"spring.datasource.hikari.maximum-pool-size=7");

	@Test
	void hikariIsMeasured() {
		this.boot.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("jdbc.connections.max").tag("name", "dataSource").gauge().value()).isEqualTo(7);
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(meters.get("hikaricp.connections.active").gauge().value()).isEqualTo(1);
			}
			assertThat(meters.get("hikaricp.connections.max").gauge().value()).isEqualTo(7);
		});
	}

	@Test
	void healthIsTold() {
		this.boot.run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("database", "H2");
			assertThat(held(context)).isZero();
		});
	}

	@Test
	void lazyConnectionsOfBootTakeTheirPermitLate() {
		this.boot.withPropertyValues("spring.datasource.connection-fetch=lazy").run((context) -> {
			assertThat(context).getBean(DataSource.class).isInstanceOf(LazyConnectionDataSourceProxy.class);
			transaction(context).executeWithoutResult((status) -> {
				assertThat(held(context)).isZero();
				context.getBean(JdbcTemplate.class).execute("select 1");
				assertThat(held(context)).isEqualTo(1);
			});
			assertThat(held(context)).isZero();
			assertThat(context.getBean(MeterRegistry.class).get("hikaricp.connections.max").gauge().value())
				.isEqualTo(7);
		});
	}

	@Test
	void transactionTakesOnePermit() {
		this.boot.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			transaction(context).executeWithoutResult((status) -> {
				jdbc.execute("select 1");
				jdbc.execute("select 2");
				assertThat(held(context)).isEqualTo(1);
				TransactionTemplate another = transaction(context);
				another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
				another.executeWithoutResult((inner) -> assertThat(held(context)).isEqualTo(2));
				assertThat(held(context)).isEqualTo(1);
			});
			assertThat(held(context)).isZero();
		});
	}

	@Test
	void permitIsHeldUntilTheTransactionIsRolledBack() {
		this.boot.run((context) -> {
			transaction(context).executeWithoutResult((status) -> {
				context.getBean(JdbcTemplate.class).execute("select 1");
				status.setRollbackOnly();
			});
			assertThat(held(context)).isZero();
		});
	}

	@Test
	void routesAreLimitedAndTheirHealthIsToldOneByOne() {
		this.empty.withUserConfiguration(Routing.class).run((context) -> {
			DataSource router = context.getBean("dataSource", DataSource.class);
			assertThat(router).isInstanceOf(LimitedDataSource.class);
			assertThat(router.unwrap(AbstractRoutingDataSource.class)).isNotNull();
			try (Connection connection = router.getConnection()) {
				assertThat(held(context)).isEqualTo(1);
			}
			CompositeHealthContributor health = context.getBean("dbHealthContributor",
					CompositeHealthContributor.class);
			assertThat(health.stream()).hasSize(1);
		});
	}

	private static Health health(ConfigurableApplicationContext context) {
		Health health = context.getBean("dbHealthContributor", HealthIndicator.class).health(true);
		assertThat(health).isNotNull();
		return health;
	}

	private static TransactionTemplate transaction(ConfigurableApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	private static int held(ConfigurableApplicationContext context) {
		return context.getBean(SemaphoreRegistry.class).get("pool").snapshot().held();
	}

	@Configuration(proxyBeanMethods = false)
	static class Routing {

		@Bean
		DataSource dataSource() {
			IsolationLevelDataSourceRouter router = new IsolationLevelDataSourceRouter();
			DataSource only = H2Pools.create();
			router.setDefaultTargetDataSource(only);
			router.setTargetDataSources(Map.of("ISOLATION_SERIALIZABLE", only));
			return router;
		}

	}

}
