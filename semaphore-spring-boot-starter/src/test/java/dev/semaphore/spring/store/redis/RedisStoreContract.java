package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.semaphore.store.PermitStore;
import dev.semaphore.store.PermitStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract, on a server.
 */
abstract class RedisStoreContract extends PermitStoreContract {

	private final String image;

	private RedisClients clients;

	private PermitStore store;

	RedisStoreContract(String image) {
		this.image = image;
	}

	abstract PermitStore store(RedisClients clients);

	@BeforeEach
	void connect() {
		this.clients = new RedisClients(RedisServer.shared(this.image));
		this.store = store(this.clients);
	}

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
	}

	@Override
	protected PermitStore store() {
		return this.store;
	}

	/** The server's clock cannot be moved. */
	@Override
	protected void elapse(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		while (end - System.nanoTime() > 0) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	@Override
	protected void flush() {
		this.clients.flush();
	}

}
