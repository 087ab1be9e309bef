package dev.semaphore.spring.store.jdbc;

import dev.semaphore.SharedSemaphoreFuzz;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/**
 * Many clients of a database.
 */
@Tag("any-jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcStoreFuzz extends SharedSemaphoreFuzz {

	private StoreDatabase database;

	abstract StoreDatabase open();

	@BeforeAll
	void start() {
		this.database = open();
	}

	@AfterAll
	void stop() {
		this.database.close();
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
