package dev.semaphore.spring.datasource;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Pools of connections to databases of their own.
 */
public final class H2Pools {

	private H2Pools() {
	}

	public static HikariDataSource create() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
		pool.setUsername("sa");
		pool.setMinimumIdle(1);
		return pool;
	}

}
