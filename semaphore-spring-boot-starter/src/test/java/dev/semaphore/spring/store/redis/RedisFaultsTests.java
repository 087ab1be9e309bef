package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What happens under load when connections are cut at any step, and when the server
 * stands still, starts anew, loses everything, or is replaced by its replica.
 */
@Tag("any-jdk")
class RedisFaultsTests {

	private static ReplicatedRedis servers;

	private final String name = "faults-" + UUID.randomUUID();

	private CuttingProxy proxy;

	private RedisClients clients;

	@BeforeAll
	static void start() {
		servers = ReplicatedRedis.start(RedisServer.REDIS);
	}

	@AfterAll
	static void stop() throws Exception {
		servers.close();
	}

	@BeforeEach
	void connect() {
		servers.part();
		this.proxy = new CuttingProxy(servers.primary());
		this.clients = new RedisClients(this.proxy.asServer());
	}

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionsThatAreCutAtAnyStepCostNoPermitAndLetNobodyElseIn(boolean inBlocks) throws Exception {
		// what is asked for in blocks, and fails by one of many connections, is asked for
		// again without an absence
		RedisPermitStore third = inBlocks ? this.clients.lettuce() : this.clients.jedis();
		try (LoadedInstances load = new LoadedInstances(this.name, inBlocks, this.clients.lettuce(),
				this.clients.lettuce(), third)) {
			for (String step : new String[] { "take", "end", "renew" }) {
				for (CuttingProxy.Cut cut : CuttingProxy.Cut.values()) {
					int absences = load.absences();
					this.proxy.cutAt(step, cut);
					Awaitility.await().until(this.proxy::hasCut);
					if (cut == CuttingProxy.Cut.SILENT) {
						load.awaitAbsence(absences);
						this.proxy.cutAll();
					}
					load.awaitAllServed();
				}
			}
			load.rest();
			load.assertLawHeld();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aServerThatStandsStillIsTakenToBeAwayUntilItGoesOn(boolean inBlocks) throws Exception {
		try (LoadedInstances load = new LoadedInstances(this.name, inBlocks, this.clients.lettuce(),
				this.clients.jedis())) {
			int absences = load.absences();
			servers.pausePrimary();
			load.awaitAbsence(absences);
			servers.resumePrimary();
			load.awaitAllServed();
			load.rest();
			load.assertLawHeld();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aServerThatIsStoppedAndStartedAgainWithItsDataLetsInNoMore(boolean inBlocks) throws Exception {
		assumeThat(servers.primary().isInContainer()).as("in a container, where it keeps its data").isTrue();
		try (LoadedInstances load = new LoadedInstances(this.name, inBlocks, this.clients.lettuce(),
				this.clients.jedis())) {
			this.proxy.lead(servers.restartPrimary());
			load.awaitAllServed();
			load.rest();
			load.assertLawHeld();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aServerThatLosesEverythingUnderLoadHasAllPermitsInTheEnd(boolean inBlocks) throws Exception {
		try (LoadedInstances load = new LoadedInstances(this.name, inBlocks, this.clients.lettuce(),
				this.clients.jedis())) {
			for (int i = 0; i < 3; i++) {
				this.clients.flush();
				load.awaitAllServed();
			}
			load.rest();
		}
	}

	@Test
	void aReplicaThatAcknowledgedGrantsLetsInNoMoreWhenItIsPromoted() throws Exception {
		servers.follow();
		WaitForReplicas one = new WaitForReplicas(1, Duration.ofMillis(200));
		try (LoadedInstances load = new LoadedInstances(this.name, false, this.clients.lettuce(one),
				this.clients.lettuce(one), this.clients.jedis(one))) {
			servers.promote();
			this.proxy.lead(servers.replica());
			servers.primaryFollows();
			load.awaitAllServed();
			load.rest();
			load.assertLawHeld();
		}
	}

	@Test
	void aReplicaThatKnowsAllGrantsLetsInNoMoreWhenItIsPromoted() throws Exception {
		servers.follow();
		try (LoadedInstances load = new LoadedInstances(this.name, true, this.clients.lettuce(), this.clients.lettuce(),
				this.clients.jedis())) {
			servers.pausePrimary();
			servers.awaitFollowed();
			servers.promote();
			this.proxy.lead(servers.replica());
			servers.resumePrimary();
			servers.primaryFollows();
			load.awaitAllServed();
			load.rest();
			load.assertLawHeld();
		}
	}

}
