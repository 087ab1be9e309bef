package dev.semaphore.spring.store.redis;

import java.nio.charset.StandardCharsets;

/**
 * What the keys and channels of one semaphore are called. All keys have the same hash
 * tag, so that a cluster keeps them on one node.
 *
 * @param prefix what all of them begin with
 */
record RedisNames(String prefix) {

	static RedisNames of(String semaphore) {
		return new RedisNames("semaphore:{" + semaphore + "}:");
	}

	String state() {
		return this.prefix + "state";
	}

	String queue() {
		return this.prefix + "queue";
	}

	String members() {
		return this.prefix + "members";
	}

	/** What reaches one instance. */
	String channel(String instance) {
		return this.prefix + "to:" + instance;
	}

	/** What reaches all instances. */
	String channelOfAll() {
		return this.prefix + "all";
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
