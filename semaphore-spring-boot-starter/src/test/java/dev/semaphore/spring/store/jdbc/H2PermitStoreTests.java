package dev.semaphore.spring.store.jdbc;

import org.junit.jupiter.api.AfterAll;

/**
 * The contract on H2.
 */
class H2PermitStoreTests extends JdbcPermitStoreTests {

	private static final StoreDatabase DATABASE = new StoreDatabase("h2", "jdbc:h2:mem:permits;DB_CLOSE_DELAY=-1", "sa",
			"");

	@AfterAll
	static void stop() {
		DATABASE.close();
	}

	@Override
	StoreDatabase database() {
		return DATABASE;
	}

}
