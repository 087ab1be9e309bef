package dev.semaphore.spring.store.jdbc;

import dev.semaphore.spring.datasource.PostgreSqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract on PostgreSQL.
 */
@Tag("any-jdk")
class PostgreSqlPermitStoreTests extends JdbcPermitStoreTests {

	private static PostgreSqlServer server;

	private static StoreDatabase database;

	@BeforeAll
	static void start() {
		server = PostgreSqlServer.start();
		database = new StoreDatabase("postgresql", server.url(), server.user(), server.password());
	}

	@AfterAll
	static void stop() throws Exception {
		database.close();
		server.close();
	}

	@Override
	StoreDatabase database() {
		return database;
	}

}
