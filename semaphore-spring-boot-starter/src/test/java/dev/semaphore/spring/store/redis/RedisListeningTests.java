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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.Lifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who listens, and never looks, hears of grants also after the connections were stopped
 * and started, as a context does that is paused, or restored from a checkpoint.
 */
@Tag("any-jdk")
class RedisListeningTests {

	private static final LeaseOptions UNSEEING = LeaseOptions.defaults()
		.withLease(Duration.ofHours(3))
		.withRecheck(Duration.ofHours(1))
		.withTimeout(Duration.ofSeconds(20));

	private final RedisServer server = RedisServer.shared(RedisServer.REDIS);

	@ParameterizedTest
	@ValueSource(strings = { "Lettuce", "Jedis" })
	void grantsAreHeardOfAfterTheConnectionsWereStoppedAndStarted(String client) throws Exception {
		RedisConnectionFactory connections = client.equals("Lettuce") ? lettuce() : jedis();
		String name = "listening-" + UUID.randomUUID();
		try (RedisPermitStore store = new RedisPermitStore(connections);
				RedisClients clients = new RedisClients(this.server)) {
			SharedSemaphore here = HolderProcess.semaphore(store, name, 1, UNSEEING.withInstance("here"));
			SharedSemaphore other = HolderProcess.semaphore(clients.lettuce(), name, 1, UNSEEING.withInstance("other"));
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

	@Test
	void whoHoldsSomethingHearsThatAnInstanceThatIsNewFoundNothing() throws Exception {
		String name = "emptied-" + UUID.randomUUID();
		try (RedisClients clients = new RedisClients(this.server)) {
			SharedSemaphore holder = HolderProcess.semaphore(clients.lettuce(), name, 2,
					UNSEEING.withInstance("holder"));
			SharedSemaphore other = HolderProcess.semaphore(clients.lettuce(), name, 2, UNSEEING.withInstance("other"));
			handOver(other, holder);
			Permit held = holder.acquire(1, Duration.ofMinutes(1));
			clients.flush();
			SharedSemaphore newcomer = HolderProcess.semaphore(clients.lettuce(), name, 2,
					UNSEEING.withInstance("new"));
			newcomer.acquire(1, Duration.ofMinutes(1)).close();
			Awaitility.await().until(() -> newcomer.snapshot().held() == 1);
			assertThat(held.lost()).isFalse();
			held.close();
			newcomer.leave();
			other.leave();
			holder.leave();
		}
	}

	private static void handOver(SharedSemaphore from, SharedSemaphore to) throws Exception {
		int all = from.snapshot().permits();
		Permit held = from.acquire(all, Duration.ofMinutes(1));
		CompletableFuture<Permit> waiting = to.acquireAsync(1, Duration.ofMinutes(5));
		Awaitility.await().until(() -> from.snapshot().queueLength() == 1);
		held.close();
		waiting.get(1, TimeUnit.MINUTES).close();
		Awaitility.await().until(() -> from.snapshot().available() == all);
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
