package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.store.ChildProcess;
import dev.semaphore.spring.store.HolderProcess;
import dev.semaphore.spring.store.NeedsSignals;
import dev.semaphore.spring.store.StoreAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
	void thePermitsOfAKilledProcessComeBack() throws Exception {
		RedisPermitStore store = this.clients.lettuce();
		SharedSemaphore here = HolderProcess.semaphore(store, this.name, 1);
		SharedSemaphore inBlocks = HolderProcess.semaphore(store, HolderProcess.inBlocks(this.name), 1,
				HolderProcess.patient().withLocalShare(true));
		try (ChildProcess holder = HolderProcess.start(address(), this.name, 1, true)) {
			long first = token(holder.says());
			assertThat(inBlocks.tryAcquire()).isNull();
			holder.process().destroyForcibly();
			try (Permit permit = here.acquire(1, Duration.ofMinutes(1));
					Permit other = inBlocks.acquire(1, Duration.ofMinutes(1))) {
				assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(first);
				assertThat(other.lost()).isFalse();
			}
		}
		here.leave();
		inBlocks.leave();
	}

	@Test
	@NeedsSignals
	void aProcessThatWasFrozenPastItsLeaseIsToldThatItLostIt() throws Exception {
		SharedSemaphore here = HolderProcess.semaphore(this.clients.lettuce(), this.name, 1);
		try (ChildProcess holder = HolderProcess.start(address(), this.name, 1)) {
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
	void whatAnInstanceHoldsWhoseLeaseIsEndedGoesToWhoeverWaitsInTheWholeCluster() throws Exception {
		SharedSemaphore hung = HolderProcess.semaphore(this.clients.lettuce(), this.name, 2);
		SharedSemaphore here = HolderProcess.semaphore(this.clients.lettuce(), this.name, 2);
		SharedSemaphore other = HolderProcess.semaphore(this.clients.lettuce(), this.name, 2);
		Permit lost = hung.acquire(2, Duration.ofMinutes(1));
		CompletableFuture<Permit> waiting = other.acquireAsync(1, Duration.ofMinutes(5));
		Awaitility.await().until(() -> here.snapshot().queueLength() == 1);
		assertThat(here.unsafeEndLease("nobody").toCompletableFuture().get(1, TimeUnit.MINUTES)).isFalse();
		assertThat(waiting).isNotDone();
		assertThat(here.unsafeEndLease(hung.instance()).toCompletableFuture().get(1, TimeUnit.MINUTES)).isTrue();
		Permit permit = waiting.get(1, TimeUnit.MINUTES);
		assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(lost.fencingToken().orElseThrow());
		// while somebody waits it looks once a second
		assertThat(hung.acquireAsync(2, Duration.ofMinutes(5))).isNotDone();
		Awaitility.await().until(lost::lost);
		assertThat(permit.lost()).isFalse();
		lost.close();
		permit.close();
		hung.leave();
		here.leave();
		other.leave();
	}

	@Test
	void whatIsHeldOutlivesAFlushAndIsCountedOnce() throws Exception {
		LeaseOptions leases = HolderProcess.patient();
		RedisPermitStore one = this.clients.lettuce();
		RedisPermitStore other = this.clients.lettuce();
		TwoHolders plain = new TwoHolders(this.name, one, other, leases);
		TwoHolders inBlocks = new TwoHolders(HolderProcess.inBlocks(this.name), one, other,
				leases.withLocalShare(true));
		this.clients.flush();
		plain.assertCountedOnce();
		inBlocks.assertCountedOnce();
		plain.end();
		inBlocks.end();
	}

	private static StoreAddress address() {
		return new StoreAddress("redis", "redis://" + server.host() + ":" + server.port(), "", "");
	}

	private static long token(String line) {
		return Long.parseLong(line.substring("holds ".length()));
	}

}
