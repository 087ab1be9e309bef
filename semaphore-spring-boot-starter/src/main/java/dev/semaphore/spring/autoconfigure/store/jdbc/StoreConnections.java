package dev.semaphore.spring.autoconfigure.store.jdbc;

import javax.sql.DataSource;

import dev.semaphore.spring.store.jdbc.JdbcStoreOptions;

import org.springframework.util.ClassUtils;

/**
 * Where the store's connections come from: a few of its own, made as those of the
 * application's pool, so that a pool that is exhausted, perhaps by those who wait for
 * permits, keeps nobody from renewing a lease. Of other pools nobody knows how they make
 * connections; they are used as they are.
 *
 * @param dataSource gives the connections
 * @param owned whether it is to be closed
 * @param mayListen whether one may be kept
 */
record StoreConnections(DataSource dataSource, boolean owned, boolean mayListen) implements AutoCloseable {

	static StoreConnections beside(DataSource dataSource, JdbcStoreOptions options) {
		if (ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource", StoreConnections.class.getClassLoader())) {
			DataSource pool = HikariPools.beside(dataSource, options);
			if (pool != null) {
				return new StoreConnections(pool, true, options.listen());
			}
		}
		return new StoreConnections(DataSources.root(dataSource), false, false);
	}

	@Override
	public void close() throws Exception {
		if (this.owned && this.dataSource instanceof AutoCloseable closeable) {
			closeable.close();
		}
	}

}
