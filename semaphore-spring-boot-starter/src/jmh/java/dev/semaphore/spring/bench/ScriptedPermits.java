package dev.semaphore.spring.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.semaphore.spring.store.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;

/**
 * The least that a permit in Redis can cost: a script that counts down, and one that
 * counts up. Nobody waits for a permit, and nobody's comes back who dies.
 */
final class ScriptedPermits implements SharedLimit {

	private static final String TAKE = """
			local free = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
			if free > 0 then redis.call('SET', KEYS[1], free - 1) return 1 else return 0 end
			""";

	private static final String GIVE_BACK = "return redis.call('INCR', KEYS[1])";

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> connection;

	private final String[] key;

	private final String permits;

	private final boolean answered;

	private final String take;

	private final String giveBack;

	ScriptedPermits(RedisServer server, String name, int permits) {
		this(server, name, permits, true);
	}

	private ScriptedPermits(RedisServer server, String name, int permits, boolean answered) {
		this.client = RedisClient.create(RedisURI.create(server.host(), server.port()));
		this.connection = this.client.connect();
		this.key = new String[] { name };
		this.permits = String.valueOf(permits);
		this.answered = answered;
		this.take = this.connection.sync().scriptLoad(TAKE);
		this.giveBack = this.connection.sync().scriptLoad(GIVE_BACK);
	}

	static ScriptedPermits unanswered(RedisServer server, String name, int permits) {
		return new ScriptedPermits(server, name, permits, false);
	}

	@Override
	public void run(Runnable work) throws InterruptedException {
		Long taken = this.connection.sync().evalsha(this.take, ScriptOutputType.INTEGER, this.key, this.permits);
		if (taken != 1) {
			throw new IllegalStateException("no permit is free");
		}
		work.run();
		RedisFuture<Long> answer = this.connection.async().evalsha(this.giveBack, ScriptOutputType.INTEGER, this.key);
		if (this.answered) {
			answer.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
	}

	@Override
	public void close() {
		this.connection.close();
		this.client.shutdown();
	}

}
