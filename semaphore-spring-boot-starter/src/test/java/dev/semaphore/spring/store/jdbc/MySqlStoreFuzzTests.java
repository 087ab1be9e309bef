package dev.semaphore.spring.store.jdbc;

/**
 * MySQL lets no more in than there are permits.
 */
class MySqlStoreFuzzTests extends JdbcStoreFuzz {

	@Override
	StoreDatabase open() {
		return new StoreDatabase("mysql", MySqlServer.mySql().url("fuzz"), "root", "");
	}

}
