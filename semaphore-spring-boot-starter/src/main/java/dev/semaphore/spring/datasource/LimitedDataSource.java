package dev.semaphore.spring.datasource;

import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;

import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/**
 * A {@link DataSource} with a permit for each connection: taken before the target is
 * asked for a connection, given back when the connection has been closed or aborted, or
 * when the target had none to give.
 * <p>
 * A refusal is a {@link SQLTransientConnectionException} whose cause is the
 * {@link PermitRejectedException}; the target has then not been asked. A thread that is
 * interrupted while it waits gets the same with the {@link InterruptedException} as cause
 * and keeps its interrupt status.
 * <p>
 * It {@linkplain #unwrap(Class) unwraps} to the target, and is the same as the target
 * where transactions bind connections to threads: within a transaction on either, both
 * give the transaction's connection, which has its permit already or needs none. Close
 * the connection that was handed out: what {@link java.sql.Statement#getConnection()}
 * returns is the target's, which knows no permit.
 */
public class LimitedDataSource extends DelegatingDataSource implements InfrastructureProxy {

	/**
	 * The SQL-client was unable to establish the SQL-connection (ISO 9075-2).
	 */
	private static final String NO_CONNECTION = "08001";

	private final Supplier<? extends CountingSemaphore> semaphore;

	private final AcquireRequest request;

	/**
	 * Limits a data source.
	 * @param target the data source
	 * @param semaphore has the permits, one for each connection
	 */
	public LimitedDataSource(DataSource target, CountingSemaphore semaphore) {
		this(target, () -> semaphore, "a connection");
	}

	/**
	 * Limits a data source by a semaphore that need not exist yet.
	 * @param target the data source
	 * @param semaphore gives the semaphore; asked for each connection
	 * @param caller who takes permits, for people to read: the name of the data source
	 */
	public LimitedDataSource(DataSource target, Supplier<? extends CountingSemaphore> semaphore, String caller) {
		super(target);
		this.semaphore = semaphore;
		this.request = AcquireRequest.one().withCaller(caller);
	}

	@Override
	public Connection getConnection() throws SQLException {
		return handOut(obtainTargetDataSource()::getConnection);
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return handOut(() -> obtainTargetDataSource().getConnection(username, password));
	}

	@Override
	public ConnectionBuilder createConnectionBuilder() throws SQLException {
		return new LimitedConnectionBuilder(super.createConnectionBuilder(), this);
	}

	/**
	 * The data source under all limits: what transactions bind their connection to.
	 */
	@Override
	public Object getWrappedObject() {
		return TransactionSynchronizationUtils.unwrapResourceIfNecessary(obtainTargetDataSource());
	}

	@Override
	public String toString() {
		return "Limited " + getTargetDataSource();
	}

	Connection handOut(ConnectionSource source) throws SQLException {
		Permit permit = acquire();
		try {
			Connection connection = Objects.requireNonNull(source.connection(), () -> "no connection from " + this);
			return PermittedConnection.of(connection, permit);
		}
		catch (Throwable ex) {
			permit.close();
			throw ex;
		}
	}

	private Permit acquire() throws SQLTransientConnectionException {
		try {
			return this.semaphore.get().acquire(this.request);
		}
		catch (PermitRejectedException ex) {
			throw new SQLTransientConnectionException("No permit for " + this.request.caller() + ": " + ex.getMessage(),
					NO_CONNECTION, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLTransientConnectionException(
					"Interrupted while waiting for a permit for " + this.request.caller(), NO_CONNECTION, ex);
		}
	}

	/**
	 * Where a connection comes from.
	 */
	@FunctionalInterface
	interface ConnectionSource {

		Connection connection() throws SQLException;

	}

}
