package dev.semaphore.spring.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions of the store's own: on its own threads, which no other transaction is
 * bound to, each with a connection for itself and one semaphore's row locked.
 */
final class Transactions {

	private static final int ATTEMPTS = 3;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate template;

	private final String prefix;

	private final int networkTimeoutMillis;

	private final Duration timeout;

	private final GrantMessages messages;

	private volatile @Nullable Tables tables;

	private volatile boolean networkTimeouts = true;

	Transactions(DataSource dataSource, String prefix, Duration timeout, GrantMessages messages) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.template = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.prefix = prefix;
		this.networkTimeoutMillis = Math.toIntExact(timeout.toMillis());
		this.timeout = timeout;
		this.messages = messages;
	}

	/**
	 * Carries out requests for one semaphore, all or none of them.
	 * @return what others are to be told
	 */
	Visited carryOut(String semaphore, List<Request<?>> requests) {
		for (int attempt = 1;; attempt++) {
			try {
				Visited visited = inTransaction((tables) -> visit(tables, semaphore, requests));
				if (visited != null) {
					return visited;
				}
				create(semaphore, attempt == ATTEMPTS);
			}
			catch (ConcurrencyFailureException ex) {
				// a deadlock, or an update that could not be put in order
				if (attempt == ATTEMPTS || requests.get(0).isOlderThan(this.timeout)) {
					throw ex;
				}
			}
		}
	}

	/**
	 * What an instance was granted since a token. Locks nothing.
	 */
	List<StoredClaim> granted(String semaphore, String instance, long token) {
		return Objects.requireNonNull(inTransaction((tables) -> tables.claims().granted(semaphore, instance, token)));
	}

	private @Nullable Visited visit(Tables tables, String semaphore, List<Request<?>> requests) {
		StoredState state = tables.states().lock(semaphore);
		if (state == null) {
			return null;
		}
		boolean first = state.version == 0;
		if (first) {
			// rows that are left of one that somebody deleted
			tables.claims().deleteAll(semaphore);
			tables.members().deleteAll(semaphore);
		}
		Claims claims = new Claims(tables.claims(), semaphore);
		named(requests).forEach(claims::read);
		Visit visit = new Visit(state, claims, new Members(tables.members()), tables.claims());
		requests.forEach((request) -> request.carryOut(visit));
		claims.write();
		if (state.changed) {
			tables.states().update(state);
		}
		this.messages.send(this.jdbc, semaphore, visit.granted());
		return new Visited(visit.granted(), first && state.isRecovering());
	}

	/** In a transaction of its own, as a duplicate key aborts one on PostgreSQL. */
	private void create(String semaphore, boolean inVain) {
		try {
			inTransaction((tables) -> {
				tables.states().insert(semaphore);
				return semaphore;
			});
		}
		catch (DataIntegrityViolationException ex) {
			// somebody else was faster, unless nobody ever is
			if (inVain) {
				throw ex;
			}
		}
	}

	private <T> @Nullable T inTransaction(Function<Tables, @Nullable T> work) {
		Tables tables = tables();
		return this.template.execute((status) -> {
			this.jdbc.execute((ConnectionCallback<Connection>) this::limitWaiting);
			return work.apply(tables);
		});
	}

	/** Not before the first transaction: an application starts without its database. */
	private Tables tables() {
		Tables present = this.tables;
		if (present != null) {
			return present;
		}
		Tables made = Objects.requireNonNull(this.jdbc.execute((ConnectionCallback<Tables>) (connection) -> {
			// asking for it costs a round trip, so it is asked for once
			if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
				// REPEATABLE READ could see what was before it got the lock
				this.template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
			}
			return Tables.of(this.jdbc, Database.of(connection.getMetaData().getDatabaseProductName()), this.prefix);
		}));
		this.tables = made;
		return made;
	}

	/** A connection that is cut off must not keep its thread. */
	private Connection limitWaiting(Connection connection) throws SQLException {
		if (this.networkTimeouts) {
			try {
				TransactionSynchronizationManager
					.registerSynchronization(new NetworkTimeoutReset(connection, connection.getNetworkTimeout()));
				connection.setNetworkTimeout(Runnable::run, this.networkTimeoutMillis);
			}
			catch (SQLFeatureNotSupportedException | AbstractMethodError ex) {
				this.networkTimeouts = false;
			}
		}
		return connection;
	}

	private static Map<String, Set<Long>> named(List<Request<?>> requests) {
		Map<String, Set<Long>> named = new HashMap<>();
		for (Request<?> request : requests) {
			named.computeIfAbsent(request.member().instance(), (instance) -> new HashSet<>()).addAll(request.ids);
		}
		return named;
	}

	/**
	 * What a transaction did.
	 *
	 * @param granted the claims that waited, and do no more
	 * @param lost whether everything was gone that had been stored before
	 */
	record Visited(List<StoredClaim> granted, boolean lost) {
	}

	/** The tables, in the words of their database. */
	private record Tables(StateTable states, MemberTable members, ClaimTable claims) {

		static Tables of(JdbcTemplate jdbc, Database database, String prefix) {
			return new Tables(new StateTable(jdbc, database, prefix), new MemberTable(jdbc, database, prefix),
					new ClaimTable(jdbc, database, prefix));
		}

	}

}
