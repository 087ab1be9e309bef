package dev.semaphore.spring.store.redis;

import java.time.Duration;

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

	@Override
	protected Duration lease() {
		return Duration.ofSeconds(30);
	}

	@Override
	protected void elapse(Duration duration) {
		this.clients.elapse(duration);
	}

	@Override
	protected void flush() {
		this.clients.flush();
	}

}
