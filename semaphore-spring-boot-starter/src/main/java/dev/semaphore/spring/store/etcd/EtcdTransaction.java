package dev.semaphore.spring.store.etcd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is written if nothing has changed meanwhile, and else read again, in one call.
 */
final class EtcdTransaction {

	private final List<Map<String, ?>> compare = new ArrayList<>();

	private final List<Map<String, ?>> success = new ArrayList<>();

	void ifUnchangedSince(String key, long revision) {
		this.compare.add(Map.of("key", EtcdKeys.base64(key), "target", "MOD", "mod_revision", Long.toString(revision)));
	}

	void ifLease(String key, long lease) {
		this.compare.add(Map.of("key", EtcdKeys.base64(key), "target", "LEASE", "lease", Long.toString(lease)));
	}

	/** Writes a value for as long as a lease lasts, 0: for ever. */
	void put(String key, String value, long lease) {
		this.success.add(Map.of("request_put",
				Map.of("key", EtcdKeys.base64(key), "value", EtcdKeys.base64(value), "lease", Long.toString(lease))));
	}

	void delete(String key) {
		this.success.add(Map.of("request_delete_range", Map.of("key", EtcdKeys.base64(key))));
	}

	boolean isEmpty() {
		return this.success.isEmpty();
	}

	Map<String, ?> elseRead(String prefix) {
		return Map.of("compare", this.compare, "success", this.success, "failure",
				List.of(Map.of("request_range", range(prefix))));
	}

	/** All keys that begin with a prefix. */
	static Map<String, ?> range(String prefix) {
		return Map.of("key", EtcdKeys.base64(prefix), "range_end", EtcdKeys.base64(EtcdKeys.end(prefix)));
	}

}
