package dev.semaphore.spring.store.etcd;

import java.util.ArrayList;
import java.util.List;

import dev.semaphore.SharedSemaphoreFuzz;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/**
 * Etcd lets no more in than there are permits.
 */
@Tag("any-jdk")
class EtcdStoreFuzzTests extends SharedSemaphoreFuzz {

	private final List<EtcdPermitStore> clients = new ArrayList<>();

	@AfterEach
	void close() {
		this.clients.forEach(EtcdPermitStore::close);
	}

	@Override
	protected PermitStore store() {
		EtcdPermitStore client = new EtcdPermitStore(EtcdClients.options(EtcdServer.shared()));
		this.clients.add(client);
		return client;
	}

	@Override
	protected int rounds() {
		return 10;
	}

	@Override
	protected int longestWaitMillis() {
		return 1_000;
	}

}
