package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Permits that a replica is to know of before their holders do.
 */
@Tag("any-jdk")
class WaitForReplicasTests {

	/** Long enough for a replica that is there, short enough for one that is not. */
	private static final WaitForReplicas ONE = new WaitForReplicas(1, Duration.ofSeconds(20));

	private static final WaitForReplicas ONE_SOON = new WaitForReplicas(1, Duration.ofMillis(50));

	private static ReplicatedRedis servers;

	private final String name = "replicated-" + UUID.randomUUID();

	private RedisClients clients;

	enum Driver {

		LETTUCE, JEDIS;

		RedisPermitStore store(RedisClients clients, WaitForReplicas wait) {
			return (this == LETTUCE) ? clients.lettuce(wait) : clients.jedis(wait);
		}

	}

	@BeforeAll
	static void start() {
		servers = ReplicatedRedis.start(RedisServer.VALKEY);
	}

	@AfterAll
	static void stop() throws Exception {
		servers.close();
	}

	@BeforeEach
	void connect() {
		servers.follow();
		this.clients = new RedisClients(servers.primary());
	}

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
	}

	@ParameterizedTest
	@EnumSource
	void whoIsLetInIsKnownToTheReplicaAndWhoWaitedToo(Driver driver) throws Exception {
		SharedSemaphore a = semaphore(driver, ONE);
		SharedSemaphore b = semaphore(driver, ONE);
		Permit held = a.acquire();
		CompletableFuture<Permit> waiting = b.acquireAsync(1, Duration.ofMinutes(2));
		Awaitility.await().until(() -> a.snapshot().queueLength() == 1);
		held.close();
		Permit handedOver = waiting.get(1, TimeUnit.MINUTES);
		servers.promote();
		try (RedisClients atReplica = new RedisClients(servers.replica())) {
			SharedSemaphore there = shared(atReplica.lettuce());
			assertThat(there.tryAcquire()).isNull();
			assertThat(there.snapshot().held()).isOne();
			there.leave();
		}
		handedOver.close();
	}

	@ParameterizedTest
	@EnumSource
	void whomNoReplicaKnowsIsRefusedAndHisPermitIsGivenBack(Driver driver) throws Exception {
		SharedSemaphore a = semaphore(driver, ONE_SOON);
		servers.promote();
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(a::acquire)
			.withMessageContaining("BACKEND_UNAVAILABLE");
		assertThat(a.backendState()).isEqualTo(BackendState.UP);
		SharedSemaphore careless = shared(this.clients.lettuce());
		Permit held = careless.acquire(1, Duration.ofMinutes(1));
		CompletableFuture<Permit> waiting = a.acquireAsync(1, Duration.ofMinutes(2));
		Awaitility.await().until(() -> careless.snapshot().queueLength() == 1);
		held.close();
		assertThat(waiting).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.withMessageContaining("BACKEND_UNAVAILABLE");
		Awaitility.await().until(() -> careless.snapshot().available() == 1);
		servers.follow();
		Awaitility.await().until(() -> a.tryAcquire() != null);
	}

	@Test
	void connectionsThatWereStoppedAndStartedAreAskedForAnew() throws Exception {
		RedisServer primary = servers.primary();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(primary.host(), primary.port());
		factory.afterPropertiesSet();
		factory.start();
		try (RedisPermitStore store = new RedisPermitStore(factory, ONE)) {
			SharedSemaphore semaphore = shared(store);
			semaphore.acquire().close();
			factory.stop();
			factory.start();
			Permit permit = Awaitility.await().ignoreExceptions().until(semaphore::tryAcquire, Objects::nonNull);
			permit.close();
			Awaitility.await().until(() -> semaphore.snapshot().available() == 1);
		}
		finally {
			factory.destroy();
		}
	}

	@Test
	void whatCannotBeWaitedForIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WaitForReplicas(-1, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new WaitForReplicas(1, Duration.ZERO));
		RedisClusterConfiguration cluster = new RedisClusterConfiguration();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedisPermitStore(new LettuceConnectionFactory(cluster), ONE))
			.withMessageContaining("cluster");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedisPermitStore(new JedisConnectionFactory(cluster), ONE))
			.withMessageContaining("cluster");
	}

	private SharedSemaphore semaphore(Driver driver, WaitForReplicas wait) {
		return shared(driver.store(this.clients, wait));
	}

	private SharedSemaphore shared(RedisPermitStore store) {
		return CountingSemaphore.create(this.name, SemaphorePolicy.of(1).withMaxWait(Duration.ofMinutes(1)),
				SemaphoreOptions.defaults(), store,
				LeaseOptions.defaults().withLease(Duration.ofMinutes(3)).withTimeout(Duration.ofSeconds(40)));
	}

}
