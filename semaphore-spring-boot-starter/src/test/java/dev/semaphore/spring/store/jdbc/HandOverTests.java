package dev.semaphore.spring.store.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.spring.datasource.PostgreSqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes that wait for each other's permits, each with a store and a pool of
 * its own.
 */
@Tag("any-jdk")
class HandOverTests {

	private static final int PROCESSES = 3;

	private static final int CLIENTS_EACH = 3;

	private static final int ROUNDS = 8;

	private static PostgreSqlServer server;

	private static StoreDatabase postgres;

	private static StoreDatabase h2;

	private int plainCounter;

	@BeforeAll
	static void start() {
		server = PostgreSqlServer.start();
		postgres = new StoreDatabase("postgresql", server.url(), server.user(), server.password());
		h2 = new StoreDatabase("h2", "jdbc:h2:mem:handover;DB_CLOSE_DELAY=-1", "sa", "");
	}

	@AfterAll
	static void stop() throws Exception {
		h2.close();
		postgres.close();
		server.close();
	}

	@ParameterizedTest(name = "{0}, told of grants: {1}")
	@CsvSource({ "postgres, true", "postgres, false", "h2, false" })
	void onePermitGuardsAPlainCounterAndIsHandedOverWithoutRenewals(String name, boolean listen) throws Exception {
		StoreDatabase database = name.equals("h2") ? h2 : postgres;
		String semaphore = "counter-" + name + "-" + listen;
		ConcurrentLinkedQueue<Long> tokens = new ConcurrentLinkedQueue<>();
		List<Callable<Void>> clients = new ArrayList<>();
		List<JdbcPermitStore> stores = new ArrayList<>();
		for (int process = 0; process < PROCESSES; process++) {
			JdbcPermitStore store = new JdbcPermitStore(database.dataSource(),
					StoreDatabase.OPTIONS.withListen(listen));
			stores.add(store);
			StoreClient client = new StoreClient(store, semaphore, "process-" + process, 1);
			for (int i = 0; i < CLIENTS_EACH; i++) {
				clients.add(() -> count(client, tokens));
			}
		}
		ExecutorService crew = Executors.newFixedThreadPool(clients.size());
		try {
			for (Future<Void> done : crew.invokeAll(clients, 5, TimeUnit.MINUTES)) {
				done.get();
			}
		}
		finally {
			crew.shutdownNow();
			stores.forEach(JdbcPermitStore::close);
		}
		assertThat(this.plainCounter).isEqualTo(PROCESSES * CLIENTS_EACH * ROUNDS);
		assertThat(List.copyOf(tokens)).isSorted().doesNotHaveDuplicates();
		assertThat(database.jdbc()
			.queryForObject("SELECT held + queue_length FROM SEMAPHORE_STATE WHERE semaphore_name = ?", Integer.class,
					semaphore))
			.isZero();
		assertThat(database.jdbc()
			.queryForObject("SELECT COUNT(*) FROM SEMAPHORE_CLAIM WHERE semaphore_name = ?", Integer.class, semaphore))
			.isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres", "h2" })
	void aPoolOfOneServesTheStoreAndThoseWhoUseAConnectionWhileTheyHoldAPermit(String name) throws Exception {
		try (HikariDataSource one = poolOfOne(name.equals("h2") ? h2 : postgres);
				JdbcPermitStore store = new JdbcPermitStore(one, StoreDatabase.OPTIONS.withListen(false))) {
			StoreClient client = new StoreClient(store, "pool-of-one", "a", 1);
			ExecutorService crew = Executors.newFixedThreadPool(4);
			try {
				Callable<Void> work = () -> {
					for (int i = 0; i < 10; i++) {
						StoreClient.Held held = client.acquire();
						try (Connection connection = one.getConnection()) {
							assertThat(connection.isValid(60)).isTrue();
						}
						client.giveBack(held);
					}
					return null;
				};
				for (Future<Void> done : crew.invokeAll(List.of(work, work, work, work), 5, TimeUnit.MINUTES)) {
					done.get();
				}
			}
			finally {
				crew.shutdownNow();
			}
		}
	}

	@Test
	void whoeverWaitsForAPermitKeepsNoConnection() throws Exception {
		try (HikariDataSource one = poolOfOne(h2);
				JdbcPermitStore store = new JdbcPermitStore(one, StoreDatabase.OPTIONS.withListen(false))) {
			StoreClient client = new StoreClient(store, "waiting", "a", 1);
			StoreClient.Held held = client.acquire();
			CompletableFuture<StoreClient.Held> waiting = CompletableFuture.supplyAsync(() -> acquired(client));
			try (Connection connection = one.getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
			client.giveBack(held);
			assertThat(waiting.get(1, TimeUnit.MINUTES).token()).isGreaterThan(held.token());
		}
	}

	@Test
	void theCallersTransactionIsNotJoined() throws Exception {
		TransactionTemplate callers = new TransactionTemplate(new JdbcTransactionManager(h2.dataSource()));
		try (JdbcPermitStore store = new JdbcPermitStore(h2.dataSource(), StoreDatabase.OPTIONS)) {
			StoreClient client = new StoreClient(store, "callers", "a", 1);
			callers.executeWithoutResult((status) -> {
				acquired(client);
				status.setRollbackOnly();
			});
			assertThat(store.renew(client.member()).toCompletableFuture().get(1, TimeUnit.MINUTES).held()).hasSize(1);
		}
	}

	@Test
	void whileNoConnectionIsToBeHadCallsFailSoonAndThenWorkAgain() throws Exception {
		try (HikariDataSource one = poolOfOne(h2);
				JdbcPermitStore store = new JdbcPermitStore(one, StoreDatabase.OPTIONS.withListen(false))) {
			one.setConnectionTimeout(Duration.ofMillis(300).toMillis());
			StoreClient client = new StoreClient(store, "exhausted", "a", 1);
			try (Connection connection = one.getConnection()) {
				assertThat(store.renew(client.member()).toCompletableFuture()).failsWithin(Duration.ofMinutes(1));
				assertThat(connection.isValid(1)).isTrue();
			}
			client.giveBack(client.acquire());
		}
	}

	private Void count(StoreClient client, ConcurrentLinkedQueue<Long> tokens) throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			StoreClient.Held held = client.acquire();
			int before = this.plainCounter;
			tokens.add(held.token());
			Thread.onSpinWait();
			this.plainCounter = before + 1;
			client.giveBack(held);
		}
		return null;
	}

	private static StoreClient.Held acquired(StoreClient client) {
		try {
			return client.acquire();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HikariDataSource poolOfOne(StoreDatabase database) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(database.pool().getJdbcUrl());
		config.setUsername(database.pool().getUsername());
		config.setPassword(database.pool().getPassword());
		config.setMaximumPoolSize(1);
		return new HikariDataSource(config);
	}

}
