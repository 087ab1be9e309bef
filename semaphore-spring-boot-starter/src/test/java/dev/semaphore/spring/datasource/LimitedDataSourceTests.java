package dev.semaphore.spring.datasource;

import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitHolder;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class LimitedDataSourceTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports",
			SemaphorePolicy.of(2).withMaxWait(Duration.ZERO), SemaphoreOptions.defaults().withTrackHolders(true));

	private final HikariDataSource pool = H2Pools.create();

	private final LimitedDataSource dataSource = new LimitedDataSource(this.pool, this.semaphore);

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Test
	void permitIsHeldUntilTheConnectionIsClosed() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(held()).isEqualTo(1);
			assertThat(connection.isValid(1)).isTrue();
			assertThat(held()).isEqualTo(1);
		}
		assertThat(held()).isZero();
	}

	@Test
	void connectionsForAUserTakePermits() throws SQLException {
		DataSource target = mock();
		given(target.getConnection("sa", "secret")).willReturn(mock(Connection.class));
		try (Connection connection = new LimitedDataSource(target, this.semaphore).getConnection("sa", "secret")) {
			assertThat(held()).isEqualTo(1);
		}
		assertThat(held()).isZero();
	}

	@Test
	void permitIsGivenBackOnceHoweverOftenTheConnectionIsClosed() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		try (Connection other = this.dataSource.getConnection()) {
			connection.close();
			connection.close();
			connection.abort(Runnable::run);
			assertThat(held()).isEqualTo(1);
			assertThat(connection.isClosed()).isTrue();
			assertThat(other.isClosed()).isFalse();
		}
		assertThat(held()).isZero();
	}

	@Test
	void permitIsGivenBackWhenTheConnectionIsAborted() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		connection.abort(Runnable::run);
		assertThat(held()).isZero();
		connection.close();
		assertThat(held()).isZero();
	}

	@Test
	void permitIsKeptWhenTheConnectionCannotBeAborted() throws SQLException {
		Connection target = mock();
		willThrow(SecurityException.class).given(target).abort(any());
		Connection connection = limited(target).getConnection();
		assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> connection.abort(Runnable::run));
		assertThat(held()).isEqualTo(1);
		connection.close();
		assertThat(held()).isZero();
	}

	@Test
	void permitIsGivenBackWhenClosingFails() throws SQLException {
		Connection target = mock();
		willThrow(new SQLException("lost")).given(target).close();
		Connection connection = limited(target).getConnection();
		assertThatExceptionOfType(SQLException.class).isThrownBy(connection::close).withMessage("lost");
		assertThat(held()).isZero();
	}

	@Test
	void permitIsGivenBackWhenTheWrapperIsUnwrappedAndClosed() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		assertThat(connection.isWrapperFor(Connection.class)).isTrue();
		connection.unwrap(Connection.class).close();
		assertThat(held()).isZero();
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void permitIsGivenBackByAnotherThread() throws Exception {
		Connection connection = this.dataSource.getConnection();
		CompletableFuture.runAsync(() -> DataSourceUtils.releaseConnection(connection, this.dataSource))
			.get(1, TimeUnit.MINUTES);
		assertThat(held()).isZero();
	}

	@Test
	void connectionIsInThePoolBeforeThePermitIsBack() throws SQLException {
		Connection target = mock();
		willAnswer((invocation) -> {
			assertThat(held()).isEqualTo(1);
			return null;
		}).given(target).close();
		limited(target).getConnection().close();
		assertThat(held()).isZero();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void permitIsGivenBackWhenThePoolFails(Throwable failure) throws SQLException {
		DataSource failing = mock();
		given(failing.getConnection()).willThrow(failure);
		LimitedDataSource limited = new LimitedDataSource(failing, this.semaphore);
		assertThatThrownBy(limited::getConnection).isSameAs(failure);
		assertThat(held()).isZero();
	}

	static Throwable[] failures() {
		return new Throwable[] { new SQLException(), new IllegalStateException(), new NoClassDefFoundError() };
	}

	@Test
	void refusalIsATransientFailureToConnectWithTheRefusalAsCause() throws SQLException {
		try (Permit all = this.semaphore.drain()) {
			assertThat(all).isNotNull();
			assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(this.dataSource::getConnection)
				.withMessage("No permit for a connection: Semaphore 'reports' refused 1 permit(s): UNAVAILABLE "
						+ "(permits=2, held=2, queue=0)")
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("08001"))
				.havingCause()
				.isInstanceOfSatisfying(PermitRejectedException.class,
						(refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.UNAVAILABLE));
		}
		assertThat(held()).isZero();
	}

	@Test
	void refusalIsSeenThroughTheExceptionsOfSpring() {
		this.semaphore.close();
		JdbcTemplate template = new JdbcTemplate(this.dataSource);
		assertThatExceptionOfType(CannotGetJdbcConnectionException.class).isThrownBy(() -> template.execute("select 1"))
			.withRootCauseInstanceOf(PermitRejectedException.class);
	}

	@Test
	void poolIsNotAskedWithoutPermit() throws SQLException {
		DataSource target = mock();
		LimitedDataSource limited = new LimitedDataSource(target, this.semaphore);
		this.semaphore.close();
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(limited::getConnection);
		verify(target, never()).getConnection();
	}

	@Test
	void interruptedThreadKeepsItsInterruptStatus() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(this.dataSource::getConnection)
			.withMessage("Interrupted while waiting for a permit for a connection")
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(held()).isZero();
	}

	@Test
	void holdersAreNamedAfterTheDataSource() throws SQLException {
		LimitedDataSource named = new LimitedDataSource(this.pool, () -> this.semaphore, "a connection of 'replica'");
		try (Connection connection = named.getConnection()) {
			assertThat(this.semaphore.holders(2)).extracting(PermitHolder::caller, PermitHolder::threadName)
				.containsExactly(tuple("a connection of 'replica'", Thread.currentThread().getName()));
		}
	}

	@Test
	void builtConnectionsTakePermits() throws SQLException {
		ConnectionBuilder builder = mock();
		given(builder.build()).willReturn(mock(Connection.class));
		LimitedDataSource limited = new LimitedDataSource(new DelegatingDataSource(this.pool) {

			@Override
			public ConnectionBuilder createConnectionBuilder() {
				return builder;
			}

		}, this.semaphore);
		ConnectionBuilder limitedBuilder = limited.createConnectionBuilder().user("sa").password("secret");
		assertThat(held()).isZero();
		try (Connection connection = limitedBuilder.build()) {
			assertThat(held()).isEqualTo(1);
		}
		assertThat(held()).isZero();
		verify(builder).user("sa");
		verify(builder).password("secret");
	}

	@Test
	void targetIsUnwrapped() throws SQLException {
		assertThat(this.dataSource.isWrapperFor(HikariDataSource.class)).isTrue();
		assertThat(this.dataSource.unwrap(HikariConfigMXBean.class)).isSameAs(this.pool);
		assertThat(this.dataSource.unwrap(LimitedDataSource.class)).isSameAs(this.dataSource);
	}

	@Test
	void connectionOfTheDriverIsUnwrapped() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
			assertThat(connection.unwrap(JdbcConnection.class)).isNotNull();
			assertThat(connection.isWrapperFor(String.class)).isFalse();
			assertThat(DataSourceUtils.getTargetConnection(connection)).isNotSameAs(connection);
		}
	}

	@Test
	void connectionIsEqualToItselfOnly() throws SQLException {
		try (Connection one = this.dataSource.getConnection(); Connection two = this.dataSource.getConnection()) {
			assertThat(one).isEqualTo(one).isNotEqualTo(two).hasSameHashCodeAs(one);
			assertThat(one.toString()).startsWith("Permitted HikariProxyConnection@");
		}
	}

	@Test
	void failuresOfTheDriverComeAsTheyAre() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.prepareStatement("no sql"))
				.withMessageContaining("Syntax error");
		}
	}

	private LimitedDataSource limited(Connection connection) throws SQLException {
		DataSource target = mock();
		given(target.getConnection()).willReturn(connection);
		return new LimitedDataSource(target, this.semaphore);
	}

	private int held() {
		return this.semaphore.snapshot().held();
	}

}
