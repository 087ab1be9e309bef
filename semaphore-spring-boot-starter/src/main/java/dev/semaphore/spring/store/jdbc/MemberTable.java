package dev.semaphore.spring.store.jdbc;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * The table with one row for each instance that uses a semaphore.
 */
final class MemberTable {

	private static final String THIS_ONE = " WHERE semaphore_name = ? AND instance_name = ?";

	private final JdbcOperations jdbc;

	private final Database database;

	private final String table;

	MemberTable(JdbcOperations jdbc, Database database, String prefix) {
		this.jdbc = jdbc;
		this.database = database;
		this.table = prefix + "MEMBER";
	}

	/**
	 * When an instance is lost.
	 * @return in microseconds, or null if there is no such instance
	 */
	@Nullable Long expiry(String semaphore, String instance) {
		List<Long> rows = this.jdbc.query("SELECT expires_at FROM " + this.table + THIS_ONE,
				(row, number) -> row.getLong(1), semaphore, instance);
		return rows.isEmpty() ? null : rows.get(0);
	}

	void insert(String semaphore, String instance, long expiry) {
		this.jdbc.update("INSERT INTO " + this.table + " (semaphore_name, instance_name, expires_at) VALUES (?, ?, ?)",
				semaphore, instance, expiry);
	}

	void renew(String semaphore, String instance, long expiry) {
		this.jdbc.update("UPDATE " + this.table + " SET expires_at = ?" + THIS_ONE, expiry, semaphore, instance);
	}

	void delete(String semaphore, List<String> instances) {
		this.jdbc.batchUpdate("DELETE FROM " + this.table + THIS_ONE,
				instances.stream().map((instance) -> new Object[] { semaphore, instance }).toList());
	}

	void deleteAll(String semaphore) {
		this.jdbc.update("DELETE FROM " + this.table + " WHERE semaphore_name = ?", semaphore);
	}

	/** Those that are lost, the longest lost first. */
	List<String> lost(String semaphore, long now, int limit) {
		return this.jdbc.query("SELECT instance_name FROM " + this.table
				+ " WHERE semaphore_name = ? AND expires_at <= ? ORDER BY expires_at" + this.database.first(limit),
				(row, number) -> row.getString(1), semaphore, now);
	}

	long nextExpiry(String semaphore) {
		Long next = this.jdbc.queryForObject("SELECT MIN(expires_at) FROM " + this.table + " WHERE semaphore_name = ?",
				Long.class, semaphore);
		return Objects.requireNonNullElse(next, Long.MAX_VALUE);
	}

	int count(String semaphore) {
		Integer count = this.jdbc.queryForObject("SELECT COUNT(*) FROM " + this.table + " WHERE semaphore_name = ?",
				Integer.class, semaphore);
		return Objects.requireNonNullElse(count, 0);
	}

}
