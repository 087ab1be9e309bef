package dev.semaphore.spring.store.redis;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that is a cluster accepts what the store asks of it, from both drivers.
 */
@Tag("any-jdk")
class RedisClusterTests {

	private static final int PORT = 6379;

	private static GenericContainer<?> server;

	private static RedisClusterConfiguration cluster;

	private final String name = "cluster-" + UUID.randomUUID();

	@BeforeAll
	@SuppressWarnings("unchecked") // Lettuce takes any number of ranges
	static void start() throws Exception {
		Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
				"No container engine answers: there is no cluster to test with");
		server = new GenericContainer<>(RedisServer.REDIS).withExposedPorts(PORT)
			.withCommand("--cluster-enabled", "yes");
		server.start();
		int port = server.getMappedPort(PORT);
		String address = InetAddress.getByName(server.getHost()).getHostAddress();
		RedisClient client = RedisClient.create(RedisURI.create(server.getHost(), port));
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			RedisCommands<String, String> commands = connection.sync();
			// clients are told where the node is, and see it from outside of its
			// container
			commands.configSet("cluster-announce-ip", address);
			commands.configSet("cluster-announce-port", String.valueOf(port));
			commands.clusterAddSlotsRange(Range.create(0, 16383));
			Awaitility.await().until(() -> commands.clusterInfo().contains("cluster_state:ok"));
		}
		finally {
			client.shutdown();
		}
		cluster = new RedisClusterConfiguration(List.of(address + ":" + port));
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.stop();
		}
	}

	@Test
	void permitsAreHandedOverBetweenInstances() throws Exception {
		LettuceConnectionFactory lettuce = new LettuceConnectionFactory(cluster);
		lettuce.afterPropertiesSet();
		lettuce.start();
		JedisConnectionFactory jedis = new JedisConnectionFactory(cluster);
		jedis.afterPropertiesSet();
		jedis.start();
		try (RedisPermitStore one = new RedisPermitStore(lettuce);
				RedisPermitStore other = new RedisPermitStore(jedis)) {
			SharedSemaphore a = semaphore(one);
			SharedSemaphore b = semaphore(other);
			handOver(a, b);
			handOver(b, a);
			a.leave().toCompletableFuture().get(1, TimeUnit.MINUTES);
			b.leave().toCompletableFuture().get(1, TimeUnit.MINUTES);
		}
		finally {
			jedis.destroy();
			lettuce.destroy();
		}
	}

	private static void handOver(SharedSemaphore from, SharedSemaphore to) throws Exception {
		Permit held = from.acquire();
		CompletableFuture<Permit> waiting = to.acquireAsync(1, Duration.ofMinutes(2));
		Awaitility.await().until(() -> from.snapshot().queueLength() == 1);
		held.close();
		try (Permit permit = waiting.get(1, TimeUnit.MINUTES)) {
			assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(held.fencingToken().orElseThrow());
		}
	}

	private SharedSemaphore semaphore(RedisPermitStore store) {
		return CountingSemaphore.create(this.name, SemaphorePolicy.of(1).withMaxWait(Duration.ofMinutes(1)),
				SemaphoreOptions.defaults(), store,
				LeaseOptions.defaults().withLease(Duration.ofMinutes(3)).withTimeout(Duration.ofSeconds(40)));
	}

}
