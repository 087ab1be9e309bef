package dev.semaphore.spring.store.redis;

import dev.semaphore.store.PermitStore;

/**
 * Valkey holds to the contract.
 */
class ValkeyPermitStoreTests extends RedisStoreContract {

	ValkeyPermitStoreTests() {
		super(RedisServer.VALKEY);
	}

	@Override
	PermitStore store(RedisClients clients) {
		return clients.lettuce();
	}

}
