package dev.semaphore.spring.store.etcd;

import java.time.Duration;
import java.util.List;

/**
 * Options for tests: patient with a machine that is slow.
 */
final class EtcdClients {

	private EtcdClients() {
	}

	static EtcdStoreOptions options(EtcdServer server) {
		return new EtcdStoreOptions(List.of(server.endpoint()), "semaphore/", Duration.ofSeconds(30), null, null);
	}

}
