package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.store.HolderProcess;
import dev.semaphore.spring.store.StoreAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances that die, freeze, and lose the server's data.
 */
@Tag("any-jdk")
class RedisInstancesTests {

	private static RedisServer server;

	private final String name = "instances-" + UUID.randomUUID();

	private RedisClients clients;

	@BeforeAll
	static void start() {
		server = RedisServer.start(RedisServer.REDIS);
	}

	@AfterAll
	static void stop() throws Exception {
		server.close();
	}

	@BeforeEach
	void connect() {
		this.clients = new RedisClients(server);
	}

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
	}

	@Test
	void thePermitOfAKilledProcessComesBack() throws Exception {
		SharedSemaphore here = HolderProcess.semaphore(this.clients.lettuce(), this.name, 1);
		try (HolderProcess holder = HolderProcess.start(address(), this.name, 1)) {
			long first = token(holder.says());
			holder.process().destroyForcibly();
			try (Permit permit = here.acquire(1, Duration.ofMinutes(1))) {
				assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(first);
			}
		}
		here.leave();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aProcessThatWasFrozenPastItsLeaseIsToldThatItLostIt() throws Exception {
		SharedSemaphore here = HolderProcess.semaphore(this.clients.lettuce(), this.name, 1);
		try (HolderProcess holder = HolderProcess.start(address(), this.name, 1)) {
			long first = token(holder.says());
			holder.signal("STOP");
			Permit permit = here.acquire(1, Duration.ofMinutes(1));
			assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(first);
			holder.signal("CONT");
			assertThat(holder.says()).isEqualTo("lost");
			assertThat(permit.lost()).isFalse();
			assertThat(here.snapshot().held()).isOne();
			permit.close();
		}
		here.leave();
	}

	@Test
	void whatIsHeldOutlivesAFlushAndIsCountedOnce() throws Exception {
		// a third of the lease later what is lost is missed
		LeaseOptions leases = LeaseOptions.defaults()
			.withLease(Duration.ofSeconds(12))
			.withTimeout(Duration.ofSeconds(10));
		SharedSemaphore a = HolderProcess.semaphore(this.clients.lettuce(), this.name, 2, leases.withInstance("a"));
		SharedSemaphore b = HolderProcess.semaphore(this.clients.lettuce(), this.name, 2, leases.withInstance("b"));
		Permit one = a.acquire();
		Permit other = b.acquire();
		CompletableFuture<Permit> waiting = a.acquireAsync(1, Duration.ofMinutes(1));
		Awaitility.await().until(() -> b.snapshot().queueLength() == 1);
		this.clients.flush();
		Awaitility.await().untilAsserted(() -> {
			assertThat(a.snapshot().held()).isEqualTo(2);
			assertThat(a.snapshot().queueLength()).isOne();
		});
		assertThat(waiting).isNotDone();
		assertThat(one.lost() || other.lost()).isFalse();
		one.close();
		waiting.get(1, TimeUnit.MINUTES).close();
		other.close();
		Awaitility.await().untilAsserted(() -> assertThat(b.snapshot().available()).isEqualTo(2));
		a.leave();
		b.leave();
	}

	private static StoreAddress address() {
		return new StoreAddress("redis", "redis://" + server.host() + ":" + server.port(), "", "");
	}

	private static long token(String line) {
		return Long.parseLong(line.substring("holds ".length()));
	}

}
