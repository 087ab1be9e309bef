package dev.semaphore.spring.store.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract on MariaDB.
 */
@Tag("any-jdk")
class MariaDbPermitStoreTests extends JdbcPermitStoreTests {

	private static StoreDatabase database;

	@BeforeAll
	static void start() {
		database = new StoreDatabase("mysql", MySqlServer.mariaDb().url("contract"), "root", "");
	}

	@AfterAll
	static void stop() {
		database.close();
	}

	@Override
	StoreDatabase database() {
		return database;
	}

}
