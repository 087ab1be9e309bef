package dev.semaphore.spring.datasource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

/**
 * Fifty reports and a quick query on one pool of ten connections. The reports stand at a
 * gate in the database until it is opened.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReportsBesideQueriesTests {

	private static final int REPORTS = 50;

	private static final int GATE = 4711;

	private static PostgreSqlServer server;

	private final HikariDataSource pool = new HikariDataSource();

	private final ExecutorService executor = Executors.newFixedThreadPool(REPORTS + 1);

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports",
			SemaphorePolicy.of(4).withMaxWait(Duration.ofMinutes(1)));

	private final AtomicInteger connected = new AtomicInteger();

	private final AtomicInteger mostConnected = new AtomicInteger();

	private Connection gatekeeper;

	@BeforeAll
	static void startServer() {
		server = PostgreSqlServer.start();
	}

	@AfterAll
	static void stopServer() throws Exception {
		server.close();
	}

	@BeforeEach
	void closeGate() throws SQLException {
		this.pool.setJdbcUrl(server.url());
		this.pool.setUsername(server.user());
		this.pool.setPassword(server.password());
		this.pool.setMaximumPoolSize(10);
		this.gatekeeper = DriverManager.getConnection(server.url(), server.user(), server.password());
		this.gatekeeper.createStatement().execute("select pg_advisory_lock(" + GATE + ")");
	}

	@AfterEach
	void openGate() throws SQLException {
		this.gatekeeper.close();
		this.executor.shutdownNow();
		this.pool.close();
	}

	@Test
	void reportsUseNoMoreConnectionsThanTheyHavePermitsAndAQuickQueryGetsOneAtOnce() throws Exception {
		List<Future<?>> reports = startReports(
				new LimitedDataSource(new DelegatingDataSource(this.pool), this.semaphore));
		await().atMost(ONE_MINUTE)
			.until(() -> atTheGate() == 4 && this.semaphore.snapshot().queueLength() == REPORTS - 4);
		assertThat(quickQuery()).isEqualTo(42);
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(4);
		openGateAndWaitFor(reports);
		assertThat(this.mostConnected).hasValue(4);
		assertThat(this.semaphore.snapshot().held()).isZero();
	}

	@Test
	void reportsWithoutALimitTakeAllConnectionsAndAQuickQueryWaitsForThem() throws Exception {
		List<Future<?>> reports = startReports(this.pool);
		await().atMost(ONE_MINUTE).until(() -> atTheGate() == 10 && waitingForThePool() == REPORTS - 10);
		Future<Integer> query = this.executor.submit(this::quickQuery);
		await().atMost(ONE_MINUTE).until(() -> waitingForThePool() == REPORTS - 10 + 1);
		assertThat(query).isNotDone();
		openGateAndWaitFor(reports);
		assertThat(query.get(1, TimeUnit.MINUTES)).isEqualTo(42);
		assertThat(this.mostConnected).hasValue(10);
	}

	private List<Future<?>> startReports(DataSource dataSource) {
		List<Future<?>> reports = new ArrayList<>();
		for (int i = 0; i < REPORTS; i++) {
			reports.add(this.executor.submit(() -> report(dataSource)));
		}
		return reports;
	}

	private Void report(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			this.mostConnected.accumulateAndGet(this.connected.incrementAndGet(), Math::max);
			connection.createStatement().execute("select pg_advisory_lock_shared(" + GATE + ")");
			connection.createStatement().execute("select pg_advisory_unlock_shared(" + GATE + ")");
			this.connected.decrementAndGet();
		}
		return null;
	}

	private @Nullable Integer quickQuery() {
		return new JdbcTemplate(this.pool).queryForObject("select 42", Integer.class);
	}

	private void openGateAndWaitFor(List<Future<?>> reports) throws Exception {
		this.gatekeeper.close();
		for (Future<?> report : reports) {
			report.get(1, TimeUnit.MINUTES);
		}
	}

	private int waitingForThePool() {
		return this.pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
	}

	private int atTheGate() throws SQLException {
		try (var result = this.gatekeeper.createStatement()
			.executeQuery("select count(*) from pg_locks where locktype = 'advisory' and not granted")) {
			result.next();
			return result.getInt(1);
		}
	}

}
