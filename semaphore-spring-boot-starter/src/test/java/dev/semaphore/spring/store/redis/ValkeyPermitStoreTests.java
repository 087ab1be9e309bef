package dev.semaphore.spring.store.redis;

import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.Tag;

/**
 * Valkey holds to the contract.
 */
@Tag("any-jdk")
class ValkeyPermitStoreTests extends RedisStoreContract {

	ValkeyPermitStoreTests() {
		super(RedisServer.VALKEY);
	}

	@Override
	PermitStore store(RedisClients clients) {
		return clients.lettuce();
	}

}
