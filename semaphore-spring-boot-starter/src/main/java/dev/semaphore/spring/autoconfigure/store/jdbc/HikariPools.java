package dev.semaphore.spring.autoconfigure.store.jdbc;

import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.spring.store.jdbc.JdbcStoreOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;

/**
 * Makes small pools like those of the application. Only looked at where there is Hikari.
 */
final class HikariPools {

	/** Hikari's own lower bound. */
	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

	private HikariPools() {
	}

	/**
	 * A pool with connections like those of a data source, or null if it is no pool of
	 * Hikari's.
	 */
	static @Nullable DataSource beside(DataSource dataSource, JdbcStoreOptions options) {
		HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
				HikariDataSource.class);
		return (pool != null) ? new HikariDataSource(like(pool, options)) : null;
	}

	private static HikariConfig like(HikariDataSource pool, JdbcStoreOptions options) {
		HikariConfig config = new HikariConfig();
		pool.copyStateTo(config);
		if (config.getMetricsTrackerFactory() != null) {
			config.setMetricsTrackerFactory(null);
		}
		if (config.getMetricRegistry() != null) {
			config.setMetricRegistry(null);
		}
		config.setHealthCheckRegistry(null);
		config.setRegisterMbeans(false);
		config.setPoolName("semaphore");
		config.setMaximumPoolSize(options.connections() + (options.listen() ? 1 : 0));
		config.setMinimumIdle(1);
		config.setLeakDetectionThreshold(0);
		config.setReadOnly(false);
		config.setAutoCommit(true);
		config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		// the application may start before its database
		config.setInitializationFailTimeout(-1);
		config.setConnectionTimeout(Math.max(options.timeout().toMillis(), SHORTEST_TIMEOUT.toMillis()));
		config.setConnectionInitSql(initSql(config, options.timeout()));
		return config;
	}

	/** An instance that is frozen while it has locked a row must not keep it for long. */
	private static @Nullable String initSql(HikariConfig config, Duration timeout) {
		String present = config.getConnectionInitSql();
		String url = config.getJdbcUrl();
		if (url == null || !url.startsWith("jdbc:postgresql:")) {
			return present;
		}
		String limits = "SET lock_timeout = " + timeout.toMillis() + "; SET idle_in_transaction_session_timeout = "
				+ timeout.toMillis();
		return (present != null) ? present + "; " + limits : limits;
	}

}
