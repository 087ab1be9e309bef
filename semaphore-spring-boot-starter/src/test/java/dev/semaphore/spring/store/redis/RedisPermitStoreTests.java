package dev.semaphore.spring.store.redis;

import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.Tag;

/**
 * Redis holds to the contract.
 */
@Tag("any-jdk")
class RedisPermitStoreTests extends RedisStoreContract {

	RedisPermitStoreTests() {
		super(RedisServer.REDIS);
	}

	@Override
	PermitStore store(RedisClients clients) {
		return clients.lettuce();
	}

}
