package dev.semaphore.spring.store.redis;

import dev.semaphore.store.PermitStore;

/**
 * Redis holds to the contract.
 */
class RedisPermitStoreTests extends RedisStoreContract {

	RedisPermitStoreTests() {
		super(RedisServer.REDIS);
	}

	@Override
	PermitStore store(RedisClients clients) {
		return clients.lettuce();
	}

}
