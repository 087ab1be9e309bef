package dev.semaphore.spring.store.jdbc;

import dev.semaphore.SharedSemaphoreFuzz;
import dev.semaphore.spring.datasource.PostgreSqlServer;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * PostgreSQL lets no more in than there are permits.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgreSqlStoreFuzzTests extends SharedSemaphoreFuzz {

	private PostgreSqlServer server;

	private StoreDatabase database;

	@BeforeAll
	void start() {
		this.server = PostgreSqlServer.start();
		this.database = new StoreDatabase("postgresql", this.server.url(), this.server.user(), this.server.password());
	}

	@AfterAll
	void stop() throws Exception {
		this.database.close();
		this.server.close();
	}

	@Override
	protected PermitStore store() {
		return this.database.client();
	}

	@Override
	protected int rounds() {
		return 10;
	}

	@Override
	protected int longestWaitMillis() {
		return 1_000;
	}

}
