package dev.semaphore.spring.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * The table with one row for each semaphore, which is what instances contend for.
 */
final class StateTable {

	private static final String COLUMNS = "permits, forgotten, configured, terms_version, last_token, held, "
			+ "is_exclusive, queue_length, instances, next_expiry, audited_at, grants_from";

	private final JdbcOperations jdbc;

	private final Database database;

	private final String lock;

	private final String insert;

	private final String update;

	StateTable(JdbcOperations jdbc, Database database, String prefix) {
		this.jdbc = jdbc;
		this.database = database;
		String table = prefix + "STATE";
		this.lock = "SELECT " + COLUMNS + ", " + database.now() + " FROM " + table
				+ " WHERE semaphore_name = ? FOR UPDATE";
		this.insert = "INSERT INTO " + table + " (semaphore_name, " + COLUMNS
				+ ") VALUES (?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)";
		this.update = "UPDATE " + table + " SET " + COLUMNS.replace(",", " = ?,") + " = ? WHERE semaphore_name = ?";
	}

	/**
	 * Locks a semaphore until the transaction ends, and reads its row.
	 * @return the row, or null if there is none
	 */
	@Nullable StoredState lock(String semaphore) {
		List<StoredState> rows = this.jdbc.query(this.lock, (row, number) -> state(semaphore, row), semaphore);
		return rows.isEmpty() ? null : rows.get(0);
	}

	/** Makes a row that nobody has visited. */
	void insert(String semaphore) {
		this.jdbc.update(this.insert, semaphore);
	}

	void update(StoredState state) {
		this.jdbc.update(this.update, state.permits, state.forgotten, state.configured, state.version, state.lastToken,
				state.held, state.exclusive ? 1 : 0, state.queueLength, state.instances, state.nextExpiry,
				state.auditedAt, state.grantsFrom, state.semaphore);
	}

	private StoredState state(String semaphore, ResultSet row) throws SQLException {
		StoredState state = new StoredState(semaphore, this.database.now(row, 13));
		state.permits = row.getInt(1);
		state.forgotten = row.getInt(2);
		state.configured = row.getInt(3);
		state.version = row.getLong(4);
		state.lastToken = row.getLong(5);
		state.held = row.getInt(6);
		state.exclusive = row.getInt(7) > 0;
		state.queueLength = row.getInt(8);
		state.instances = row.getInt(9);
		state.nextExpiry = row.getLong(10);
		state.auditedAt = row.getLong(11);
		state.grantsFrom = row.getLong(12);
		return state;
	}

}
