package dev.semaphore.spring.store.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.spring.store.StoreLoad;
import dev.semaphore.store.Ask;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Membership;
import dev.semaphore.store.Terms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL that is killed, and one that cuts connections, while three instances take
 * permits: never are more inside than there are permits, somebody always gets in again,
 * and in the end all permits are back.
 */
@Tag("any-jdk")
class PostgreSqlFaultsTests {

	private static final int INSTANCES = 3;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final JdbcStoreOptions OPTIONS = new JdbcStoreOptions("SEMAPHORE_", 2, Duration.ofSeconds(2),
			Duration.ofMillis(20), Duration.ofMillis(250), true);

	private static PostgreSQLContainer server;

	private static StoreDatabase database;

	private final String semaphore = "faults-" + UUID.randomUUID();

	private final List<JdbcPermitStore> stores = new ArrayList<>();

	private final List<HikariDataSource> pools = new ArrayList<>();

	@BeforeAll
	static void start() {
		Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
				"No container engine answers, and the embedded PostgreSQL is not killed");
		server = new PostgreSQLContainer("postgres:17").withStartupTimeout(Duration.ofMinutes(3));
		// the same when it is started again
		server.setPortBindings(List.of(freePort() + ":5432"));
		server.start();
		database = new StoreDatabase("postgresql", server.getJdbcUrl(), server.getUsername(), server.getPassword());
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			database.close();
			server.stop();
		}
	}

	@BeforeEach
	void open() {
		for (int i = 0; i < INSTANCES; i++) {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl(server.getJdbcUrl());
			config.setUsername(server.getUsername());
			config.setPassword(server.getPassword());
			config.setMaximumPoolSize(3);
			config.setConnectionTimeout(2_000);
			config.setInitializationFailTimeout(-1);
			HikariDataSource pool = new HikariDataSource(config);
			this.pools.add(pool);
			this.stores.add(new JdbcPermitStore(pool, OPTIONS));
		}
	}

	@AfterEach
	void close() {
		this.stores.forEach(JdbcPermitStore::close);
		this.pools.forEach(HikariDataSource::close);
	}

	@Test
	void theServerIsKilledAndStartedAgain() {
		try (StoreLoad load = new StoreLoad(this.semaphore, this.stores)) {
			load.awaitProgress();
			server.getDockerClient().killContainerCmd(server.getContainerId()).exec();
			load.awaitRefusal();
			server.getDockerClient().startContainerCmd(server.getContainerId()).exec();
			load.awaitProgress();
		}
	}

	@Test
	void allConnectionsAreCutInTheMidstOfTheirTransactions() {
		try (StoreLoad load = new StoreLoad(this.semaphore, this.stores)) {
			for (int i = 0; i < 5; i++) {
				load.awaitProgress();
				cut();
			}
			load.awaitProgress();
		}
	}

	@Test
	void theConnectionForNotificationsIsMadeAgainAndHears() {
		GrantListener listener = Mockito.mock();
		String instance = "told";
		this.stores.get(0).subscribe(this.semaphore, instance, listener);
		// whoever begins to listen has all look again
		BDDMockito.then(listener).should(Mockito.timeout(PATIENCE.toMillis()).atLeast(1)).lookAgain();
		cut();
		BDDMockito.then(listener).should(Mockito.timeout(PATIENCE.toMillis()).atLeast(2)).lookAgain();
		Membership member = new Membership(this.semaphore, instance, Duration.ofMinutes(10), new Terms(0, 0, 0));
		this.stores.get(0)
			.take(member, new Ask(7, 1, false, true, 10))
			.toCompletableFuture()
			.orTimeout(1, TimeUnit.MINUTES)
			.join();
		// of a grant that is not in the table, and so cannot have been found there
		String note = GrantNotes.write(this.semaphore, List.of(new StoredClaim(instance, 7, 1, false, 1, 42)));
		String channel = new GrantNotes("SEMAPHORE_", new Seats()).channel(instance);
		database.jdbc().queryForList("SELECT pg_notify(?, ?)::text", channel, note);
		BDDMockito.then(listener).should(Mockito.timeout(PATIENCE.toMillis())).granted(7, 42);
	}

	private static void cut() {
		database.jdbc()
			.queryForList("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend'"
					+ " AND pid <> pg_backend_pid()");
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
