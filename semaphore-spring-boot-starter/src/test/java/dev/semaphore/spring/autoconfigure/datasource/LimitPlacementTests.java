package dev.semaphore.spring.autoconfigure.datasource;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.spring.datasource.H2Pools;
import dev.semaphore.spring.datasource.LimitedDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class LimitPlacementTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("pool", SemaphorePolicy.of(2));

	private final HikariDataSource pool = H2Pools.create();

	private final HikariDataSource replica = H2Pools.create();

	@AfterEach
	void closePools() {
		this.pool.close();
		this.replica.close();
	}

	@Test
	void limitIsAroundTheDataSource() {
		DataSource limited = place(this.pool);
		assertThat(limited).isInstanceOf(LimitedDataSource.class);
	}

	@Test
	void lazyConnectionTakesItsPermitWithItsFirstStatement() throws SQLException {
		DataSource lazy = place(new LazyConnectionDataSourceProxy(this.pool));
		try (Connection connection = lazy.getConnection()) {
			connection.setAutoCommit(false);
			assertThat(held()).isZero();
			connection.createStatement().execute("select 1");
			assertThat(held()).isEqualTo(1);
			connection.commit();
		}
		assertThat(held()).isZero();
	}

	@Test
	void lazyConnectionThatIsNeverNeededTakesNoPermit() throws SQLException {
		this.semaphore.close();
		DataSource lazy = place(new LazyConnectionDataSourceProxy(this.pool));
		try (Connection connection = lazy.getConnection()) {
			connection.setAutoCommit(false);
			connection.commit();
		}
	}

	@Test
	void lazyConnectionOfAReadOnlyDataSourceTakesAPermit() throws SQLException {
		LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy(this.pool);
		lazy.setReadOnlyDataSource(this.replica);
		try (Connection connection = place(lazy).getConnection()) {
			connection.setReadOnly(true);
			connection.createStatement().execute("select 1");
			assertThat(this.replica.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
			assertThat(held()).isEqualTo(1);
		}
		assertThat(held()).isZero();
	}

	@Test
	void lazyDataSourceThatIsOnlyReadOnlyStaysSo() throws SQLException {
		LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
		lazy.setReadOnlyDataSource(this.replica);
		try (Connection connection = place(lazy).getConnection()) {
			assertThat(connection.isReadOnly()).isTrue();
			connection.createStatement().execute("select 1");
			assertThat(held()).isEqualTo(1);
		}
	}

	@Test
	void transactionTakesOnePermitForAllItsConnections() {
		DataSource aware = place(new TransactionAwareDataSourceProxy(this.pool));
		inTransaction(aware, () -> {
			assertThat(held()).isEqualTo(1);
			try (Connection one = aware.getConnection(); Connection two = aware.getConnection()) {
				one.createStatement().execute("select 1");
				two.createStatement().execute("select 1");
				assertThat(held()).isEqualTo(1);
			}
			assertThat(held()).isEqualTo(1);
		});
		assertThat(held()).isZero();
	}

	@Test
	void transactionOnTheTargetIsJoined() {
		DataSource aware = place(new TransactionAwareDataSourceProxy(this.pool));
		inTransaction(this.pool, () -> {
			try (Connection connection = aware.getConnection()) {
				connection.createStatement().execute("select 1");
				assertThat(held()).isZero();
				assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
			}
		});
	}

	@Test
	void transactionsOfAViewAreItsOwn() {
		DataSource view = place(new DelegatingDataSource(this.pool));
		inTransaction(this.pool, () -> inTransaction(view, () -> {
			assertThat(held()).isEqualTo(1);
			assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(2);
		}));
	}

	private DataSource place(DataSource dataSource) {
		return LimitPlacement.place(dataSource, (target) -> new LimitedDataSource(target, this.semaphore));
	}

	private static void inTransaction(DataSource dataSource, SqlAction action) {
		new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult((status) -> {
			try {
				action.run();
			}
			catch (SQLException ex) {
				throw new AssertionError(ex);
			}
		});
	}

	private int held() {
		return this.semaphore.snapshot().held();
	}

	@FunctionalInterface
	interface SqlAction {

		void run() throws SQLException;

	}

}
