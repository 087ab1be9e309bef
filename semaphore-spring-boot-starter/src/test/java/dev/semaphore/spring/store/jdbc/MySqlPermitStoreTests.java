package dev.semaphore.spring.store.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract on MySQL.
 */
@Tag("any-jdk")
class MySqlPermitStoreTests extends JdbcPermitStoreTests {

	private static StoreDatabase database;

	@BeforeAll
	static void start() {
		database = new StoreDatabase("mysql", MySqlServer.mySql().url("contract"), "root", "");
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
