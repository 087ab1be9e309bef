package dev.semaphore.spring.store.etcd;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is stored of one semaphore, at one revision.
 *
 * @param revision the revision of the cluster
 * @param stateRevision the revision at which the state was last changed, 0: there is none
 * @param state the state
 * @param members the leases of the instances that are alive
 * @param recovering whether the state took the place of one that was lost a moment before
 */
record EtcdView(long revision, long stateRevision, @Nullable String state, Map<String, Long> members,
		boolean recovering) {

	static EtcdView of(EtcdKeys keys, long revision, EtcdAnswer range) {
		long stateRevision = 0;
		String state = null;
		boolean recovering = false;
		Map<String, Long> members = new HashMap<>();
		for (EtcdAnswer pair : range.children("kvs")) {
			String key = pair.bytes("key");
			if (key.equals(keys.state())) {
				state = pair.bytes("value");
				stateRevision = pair.number("mod_revision");
			}
			else if (key.startsWith(keys.members())) {
				members.put(EtcdKeys.decode(key.substring(keys.members().length())), pair.number("lease"));
			}
			recovering |= key.equals(keys.recovery());
		}
		return new EtcdView(revision, stateRevision, state, members, recovering);
	}

}
