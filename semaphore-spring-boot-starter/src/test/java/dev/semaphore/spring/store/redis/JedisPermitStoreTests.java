package dev.semaphore.spring.store.redis;

import dev.semaphore.store.PermitStore;

/**
 * With a driver that blocks, Redis holds to the contract as well.
 */
class JedisPermitStoreTests extends RedisStoreContract {

	JedisPermitStoreTests() {
		super(RedisServer.REDIS);
	}

	@Override
	PermitStore store(RedisClients clients) {
		return clients.jedis();
	}

}
