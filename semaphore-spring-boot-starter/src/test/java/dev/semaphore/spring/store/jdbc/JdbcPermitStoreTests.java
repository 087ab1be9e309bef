package dev.semaphore.spring.store.jdbc;

import java.time.Duration;

import dev.semaphore.store.PermitStore;
import dev.semaphore.store.PermitStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The store holds to the contract, on a database.
 */
abstract class JdbcPermitStoreTests extends PermitStoreContract {

	private JdbcPermitStore store;

	@BeforeEach
	void open() {
		this.store = new JdbcPermitStore(database().dataSource(), StoreDatabase.OPTIONS);
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	abstract StoreDatabase database();

	@Override
	protected PermitStore store() {
		return this.store;
	}

	@Override
	protected Duration lease() {
		return Duration.ofSeconds(30);
	}

	@Override
	protected void elapse(Duration duration) {
		database().elapse(duration);
	}

	@Override
	protected void flush() {
		database().flush();
	}

}
