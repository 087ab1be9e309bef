package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.store.HolderProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.Lifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Who listens, and never looks, hears of grants also after the connections were stopped
 * and started, as a context does that is paused, or restored from a checkpoint.
 */
@Tag("any-jdk")
class RedisListeningTests {

	private final RedisServer server = RedisServer.shared(RedisServer.REDIS);

	@ParameterizedTest
	@ValueSource(strings = { "Lettuce", "Jedis" })
	void grantsAreHeardOfAfterTheConnectionsWereStoppedAndStarted(String client) throws Exception {
		RedisConnectionFactory connections = client.equals("Lettuce") ? lettuce() : jedis();
		String name = "listening-" + UUID.randomUUID();
		LeaseOptions deaf = LeaseOptions.defaults()
			.withLease(Duration.ofHours(3))
			.withRecheck(Duration.ofHours(1))
			.withTimeout(Duration.ofSeconds(20));
		try (RedisPermitStore store = new RedisPermitStore(connections);
				RedisClients clients = new RedisClients(this.server)) {
			SharedSemaphore here = HolderProcess.semaphore(store, name, 1, deaf.withInstance("here"));
			SharedSemaphore other = HolderProcess.semaphore(clients.lettuce(), name, 1, deaf.withInstance("other"));
			handOver(other, here);
			((Lifecycle) connections).stop();
			((Lifecycle) connections).start();
			handOver(other, here);
			other.leave();
			here.leave();
		}
		finally {
			((Lifecycle) connections).stop();
		}
	}

	private static void handOver(SharedSemaphore from, SharedSemaphore to) throws Exception {
		Permit held = from.acquire(1, Duration.ofMinutes(1));
		CompletableFuture<Permit> waiting = to.acquireAsync(1, Duration.ofMinutes(5));
		Awaitility.await().until(() -> from.snapshot().queueLength() == 1);
		held.close();
		waiting.get(1, TimeUnit.MINUTES).close();
		Awaitility.await().until(() -> from.snapshot().available() == 1);
	}

	private RedisConnectionFactory lettuce() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(this.server.host(), this.server.port());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	private RedisConnectionFactory jedis() {
		JedisConnectionFactory factory = new JedisConnectionFactory(
				new RedisStandaloneConfiguration(this.server.host(), this.server.port()));
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

}
