package dev.semaphore.spring.store.redis;

import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.Tag;

/**
 * With a driver that blocks, Redis holds to the contract as well.
 */
@Tag("any-jdk")
class JedisPermitStoreTests extends RedisStoreContract {

	JedisPermitStoreTests() {
		super(RedisServer.REDIS);
	}

	@Override
	PermitStore store(RedisClients clients) {
		return clients.jedis();
	}

}
