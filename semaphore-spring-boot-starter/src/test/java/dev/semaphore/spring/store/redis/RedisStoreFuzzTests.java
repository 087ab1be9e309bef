package dev.semaphore.spring.store.redis;

import dev.semaphore.SharedSemaphoreFuzz;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/**
 * Redis lets no more in than there are permits.
 */
@Tag("any-jdk")
class RedisStoreFuzzTests extends SharedSemaphoreFuzz {

	private final RedisClients clients = new RedisClients(RedisServer.shared(RedisServer.REDIS));

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
	}

	@Override
	protected PermitStore store() {
		return this.clients.lettuce();
	}

	@Override
	protected int rounds() {
		return 200;
	}

}
