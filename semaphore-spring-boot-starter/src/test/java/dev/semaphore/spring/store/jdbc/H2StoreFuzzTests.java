package dev.semaphore.spring.store.jdbc;

import dev.semaphore.SharedSemaphoreFuzz;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * H2 lets no more in than there are permits, in its mode that is like MySQL.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H2StoreFuzzTests extends SharedSemaphoreFuzz {

	private StoreDatabase database;

	@BeforeAll
	void start() {
		this.database = new StoreDatabase("h2",
				"jdbc:h2:mem:fuzz;DB_CLOSE_DELAY=-1;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
				"sa", "");
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
