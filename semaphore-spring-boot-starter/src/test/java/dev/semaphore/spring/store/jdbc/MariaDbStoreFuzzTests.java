package dev.semaphore.spring.store.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * MariaDB lets no more in than there are permits.
 */
@Tag("any-jdk")
class MariaDbStoreFuzzTests extends JdbcStoreFuzz {

	@Override
	StoreDatabase open() {
		return new StoreDatabase("mysql", MySqlServer.mariaDb().url("fuzz"), "root", "");
	}

}
