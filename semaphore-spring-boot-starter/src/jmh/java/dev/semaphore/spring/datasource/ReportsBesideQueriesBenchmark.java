package dev.semaphore.spring.datasource;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * How long a quick query takes, from asking the pool of ten connections to having given
 * the connection back: on an idle system, and while fifty threads make reports one after
 * the other, with and without a limit of four. A report reads a table, and waits for 100
 * ms as for a disk, so that processors are not what is short.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 6, time = 10)
public class ReportsBesideQueriesBenchmark {

	private static final int ROWS = 10_000;

	private static final int REPORTERS = 50;

	/** What goes on besides. */
	@Param
	public Load load;

	private PostgreSqlServer server;

	private HikariDataSource pool;

	private JdbcTemplate queries;

	private ExecutorService reporters;

	@Setup
	public void start() {
		this.server = PostgreSqlServer.start();
		this.pool = new HikariDataSource();
		this.pool.setJdbcUrl(this.server.url());
		this.pool.setUsername(this.server.user());
		this.pool.setPassword(this.server.password());
		this.pool.setMaximumPoolSize(10);
		this.queries = new JdbcTemplate(this.pool);
		this.queries.execute("create table orders as select id, id % 97 as total from generate_series(1, " + ROWS
				+ ") as id; create unique index on orders (id)");
		this.reporters = Executors.newFixedThreadPool(REPORTERS);
		if (this.load != Load.IDLE) {
			JdbcTemplate reports = new JdbcTemplate(this.load.reports(this.pool));
			for (int i = 0; i < REPORTERS; i++) {
				this.reporters.execute(() -> report(reports));
			}
		}
	}

	private void report(JdbcTemplate reports) {
		while (!this.reporters.isShutdown()) {
			try {
				reports.queryForList("select sum(total) from orders, pg_sleep(0.1)");
			}
			catch (DataAccessException ex) {
				if (!this.reporters.isShutdown()) {
					throw ex;
				}
			}
		}
	}

	@Benchmark
	public @Nullable Integer quickQuery() {
		return this.queries.queryForObject("select total from orders where id = ?", Integer.class,
				ThreadLocalRandom.current().nextInt(ROWS) + 1);
	}

	@TearDown
	public void stop() throws Exception {
		this.reporters.shutdownNow();
		this.pool.close();
		this.server.close();
	}

	public enum Load {

		/** Nothing. */
		IDLE,

		/** Reports, four at once. */
		LIMITED {
			@Override
			DataSource reports(DataSource pool) {
				return new LimitedDataSource(new DelegatingDataSource(pool),
						CountingSemaphore.create("reports", SemaphorePolicy.of(4).withMaxWait(Duration.ofMinutes(1))));
			}
		},

		/** Reports, as many as there are connections. */
		UNLIMITED;

		DataSource reports(DataSource pool) {
			return pool;
		}

	}

}
