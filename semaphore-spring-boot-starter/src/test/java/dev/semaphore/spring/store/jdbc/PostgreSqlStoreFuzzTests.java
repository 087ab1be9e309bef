package dev.semaphore.spring.store.jdbc;

import dev.semaphore.spring.datasource.PostgreSqlServer;
import org.junit.jupiter.api.AfterAll;

/**
 * PostgreSQL lets no more in than there are permits.
 */
class PostgreSqlStoreFuzzTests extends JdbcStoreFuzz {

	private PostgreSqlServer server;

	@Override
	StoreDatabase open() {
		this.server = PostgreSqlServer.start();
		return new StoreDatabase("postgresql", this.server.url(), this.server.user(), this.server.password());
	}

	@AfterAll
	void stopServer() throws Exception {
		this.server.close();
	}

}
