package dev.semaphore.spring.store.jdbc;

/**
 * MariaDB lets no more in than there are permits.
 */
class MariaDbStoreFuzzTests extends JdbcStoreFuzz {

	@Override
	StoreDatabase open() {
		return new StoreDatabase("mysql", MySqlServer.mariaDb().url("fuzz"), "root", "");
	}

}
