package dev.semaphore.spring.store.jdbc;

/**
 * H2 lets no more in than there are permits, in its mode that is like MySQL.
 */
class H2StoreFuzzTests extends JdbcStoreFuzz {

	@Override
	StoreDatabase open() {
		return new StoreDatabase("h2",
				"jdbc:h2:mem:fuzz;DB_CLOSE_DELAY=-1;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
				"sa", "");
	}

}
