package dev.semaphore.spring.store.jdbc;

import org.junit.jupiter.api.Tag;

/**
 * MySQL lets no more in than there are permits.
 */
@Tag("any-jdk")
class MySqlStoreFuzzTests extends JdbcStoreFuzz {

	@Override
	StoreDatabase open() {
		return new StoreDatabase("mysql", MySqlServer.mySql().url("fuzz"), "root", "");
	}

}
