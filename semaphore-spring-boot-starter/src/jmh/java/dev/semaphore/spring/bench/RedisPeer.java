package dev.semaphore.spring.bench;

import dev.semaphore.spring.store.redis.RedisServer;

/**
 * What keeps permits in Redis.
 */
public enum RedisPeer {

	/** Two scripts of two lines, by Lettuce; each answer is waited for. */
	FLOOR(ScriptedPermits::new),

	/** The same, but nobody waits for the answer when a permit is given back. */
	FLOOR_UNANSWERED(ScriptedPermits::unanswered),

	/** Redisson's semaphore without leases. */
	REDISSON(RedissonPermits::new),

	/** Redisson's semaphore with leases. */
	REDISSON_EXPIRABLE(RedissonPermits::expirable),

	/** This library's. */
	OURS(SharedPermits::new),

	/** The same with permits in blocks. */
	LOCAL_SHARE(SharedPermits::inBlocks),

	/** This library's within the process, without Redis. */
	IN_PROCESS((server, name, permits) -> new ProcessPermits(name, permits));

	private final Kind kind;

	RedisPeer(Kind kind) {
		this.kind = kind;
	}

	/** A client with connections of its own. */
	SharedLimit client(RedisServer server, String name, int permits) {
		return this.kind.client(server, name, permits);
	}

	private interface Kind {

		SharedLimit client(RedisServer server, String name, int permits);

	}

}
