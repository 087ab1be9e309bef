package dev.semaphore.spring.store.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import dev.semaphore.spring.store.StoreLoad;
import dev.semaphore.store.Ask;
import dev.semaphore.store.Membership;
import dev.semaphore.store.Terms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three members, of which one is lost at a time while three instances take permits: never
 * are more inside than there are permits, somebody always gets in again, and in the end
 * all permits are back.
 */
@Tag("any-jdk")
class EtcdClusterTests {

	private static final int INSTANCES = 3;

	private static EtcdCluster cluster;

	private final String semaphore = "cluster-" + UUID.randomUUID();

	private final AtomicLong clockOff = new AtomicLong();

	private final List<EtcdPermitStore> stores = new ArrayList<>();

	@BeforeAll
	static void start() {
		EtcdServer.assumeContainers();
		cluster = EtcdCluster.start();
	}

	@AfterAll
	static void stop() {
		if (cluster != null) {
			cluster.close();
		}
	}

	@BeforeEach
	void open() {
		for (int i = 0; i < INSTANCES; i++) {
			boolean first = i == 0;
			this.stores.add(new EtcdPermitStore(options(cluster.endpoints(i)),
					() -> System.nanoTime() + (first ? this.clockOff.get() : 0)));
		}
	}

	@AfterEach
	void close() {
		this.stores.forEach(EtcdPermitStore::close);
		cluster.awaitWhole();
	}

	@Test
	void theLeaderIsKilled() {
		try (StoreLoad load = new StoreLoad(this.semaphore, this.stores)) {
			load.awaitProgress();
			EtcdCluster.Member leader = cluster.leader();
			leader.kill();
			load.awaitProgress();
			leader.startAgain();
			load.awaitProgress();
		}
	}

	@Test
	void theLeaderIsCutOffFromTheOthersAndGrantsNothing() {
		try (StoreLoad load = new StoreLoad(this.semaphore, this.stores)) {
			load.awaitProgress();
			EtcdCluster.Member leader = cluster.leader();
			leader.cutOff();
			EtcdPermitStore lonely = new EtcdPermitStore(options(List.of(leader.endpoint())));
			this.stores.add(lonely);
			Membership member = new Membership(this.semaphore, "lonely", Duration.ofMinutes(10), new Terms(2, 0, 0));
			assertThat(lonely.take(member, new Ask(1, 1, false, false, 0)).toCompletableFuture())
				.failsWithin(Duration.ofMinutes(1));
			load.awaitProgress();
			leader.reconnect();
			load.awaitProgress();
		}
	}

	@Test
	void aMemberIsFrozenAndSaysNothing() {
		try (StoreLoad load = new StoreLoad(this.semaphore, this.stores)) {
			load.awaitProgress();
			EtcdCluster.Member follower = cluster.follower();
			follower.freeze();
			load.awaitProgress();
			follower.thaw();
			load.awaitProgress();
		}
	}

	@Test
	void theClockOfAClientGoesOffByAnHour() {
		try (StoreLoad load = new StoreLoad(this.semaphore, this.stores)) {
			for (int hours : List.of(1, -1)) {
				load.awaitProgress();
				this.clockOff.set(Duration.ofHours(hours).toNanos());
			}
			load.awaitProgress();
		}
	}

	private static EtcdStoreOptions options(List<URI> endpoints) {
		return new EtcdStoreOptions(endpoints, "semaphore/", Duration.ofSeconds(1), null, null);
	}

}
