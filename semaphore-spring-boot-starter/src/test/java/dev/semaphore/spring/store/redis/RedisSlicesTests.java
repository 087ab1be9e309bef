package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Figures;
import dev.semaphore.store.Membership;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Taken;
import dev.semaphore.store.Terms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of leases, waiters and instances that end at once are cleared a slice with
 * each call.
 */
@Tag("any-jdk")
class RedisSlicesTests {

	private static final int MANY = 1_000;

	/** What one call may clear: a small hash is always read whole. */
	private static final long SLICE = 700;

	private static final Duration LEASE = Duration.ofMinutes(30);

	private final String name = "slices-" + UUID.randomUUID();

	private final RedisClients clients = new RedisClients(RedisServer.shared(RedisServer.REDIS));

	private final RedisPermitStore store = this.clients.lettuce();

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
	}

	@Test
	void leasesAndWaitersOfOneInstance() throws Exception {
		List<CompletableFuture<Taken>> claims = new ArrayList<>();
		for (int id = 1; id <= 2 * MANY; id++) {
			claims.add(take(member("dead"), id));
		}
		assertIsClearedInSlices(claims);
	}

	@Test
	void instancesWithOneLeaseOrWaiterEach() throws Exception {
		List<CompletableFuture<Taken>> claims = new ArrayList<>();
		for (int i = 1; i <= 2 * MANY; i++) {
			claims.add(take(member("dead-" + i), i));
		}
		assertIsClearedInSlices(claims);
	}

	/** As many hold as wait; none of them comes back. */
	private void assertIsClearedInSlices(List<CompletableFuture<Taken>> claims) throws Exception {
		for (CompletableFuture<Taken> claim : claims) {
			claim.get(1, TimeUnit.MINUTES);
		}
		Membership alive = member("alive");
		this.clients.elapse(LEASE.plusMinutes(1));
		take(alive, 1).get(1, TimeUnit.MINUTES);
		int calls = 0;
		Renewed renewed;
		do {
			long before = this.clients.callsOf("hdel");
			renewed = this.store.renew(alive).toCompletableFuture().get(1, TimeUnit.MINUTES);
			assertThat(this.clients.callsOf("hdel") - before).isLessThan(SLICE);
			calls++;
		}
		while (renewed.figures().instances() > 1 && calls < MANY);
		assertThat(calls).isGreaterThan(1);
		Figures figures = renewed.figures();
		assertThat(figures.held()).isOne();
		assertThat(figures.queueLength()).isZero();
		assertThat(renewed.held()).containsOnlyKeys(1L);
	}

	private CompletableFuture<Taken> take(Membership member, long id) {
		return this.store.take(member, new Ask(id, 1, false, true, 3 * MANY)).toCompletableFuture();
	}

	private Membership member(String instance) {
		return new Membership(this.name, instance, LEASE, new Terms(MANY, 0, 0));
	}

}
