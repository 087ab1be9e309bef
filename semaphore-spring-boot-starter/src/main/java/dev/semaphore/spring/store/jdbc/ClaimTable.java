package dev.semaphore.spring.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semaphore.store.InstanceShare;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;

/**
 * The table with one row for each claim that holds or waits.
 */
final class ClaimTable {

	private static final String COLUMNS = "instance_name, claim_id, weight, is_exclusive, queue_position, token";

	private static final String THIS_ONE = " WHERE semaphore_name = ? AND instance_name = ? AND claim_id = ?";

	/* Zero rows make these sums null, which JDBC reads as 0. */
	private static final String SUMS = "SUM(CASE WHEN token > 0 AND is_exclusive = 0 THEN weight ELSE 0 END), "
			+ "SUM(CASE WHEN token > 0 AND is_exclusive > 0 THEN 1 ELSE 0 END), "
			+ "SUM(CASE WHEN token = 0 THEN 1 ELSE 0 END)";

	private static final RowMapper<StoredClaim> CLAIMS = (row, number) -> claim(row);

	private final JdbcOperations jdbc;

	private final Database database;

	private final String table;

	private final String select;

	private final String members;

	ClaimTable(JdbcOperations jdbc, Database database, String prefix) {
		this.jdbc = jdbc;
		this.database = database;
		this.table = prefix + "CLAIM";
		this.members = prefix + "MEMBER";
		this.select = "SELECT " + COLUMNS + " FROM " + this.table + " WHERE semaphore_name = ? ";
	}

	List<StoredClaim> find(String semaphore, String instance, Collection<Long> ids) {
		return this.jdbc.query(this.select + "AND instance_name = ? AND claim_id IN (" + marks(ids.size()) + ")",
				CLAIMS, arguments(List.of(semaphore, instance), ids));
	}

	List<StoredClaim> of(String semaphore, String instance) {
		return this.jdbc.query(this.select + "AND instance_name = ?", CLAIMS, semaphore, instance);
	}

	List<StoredClaim> of(String semaphore, Collection<String> instances, int limit) {
		return this.jdbc.query(
				this.select + "AND instance_name IN (" + marks(instances.size()) + ")" + this.database.first(limit),
				CLAIMS, arguments(List.of(semaphore), instances));
	}

	/** The first in the queue behind a place. */
	List<StoredClaim> waiting(String semaphore, long position, int limit) {
		return this.jdbc.query(this.select + "AND token = 0 AND queue_position > ? ORDER BY queue_position"
				+ this.database.first(limit), CLAIMS, semaphore, position);
	}

	/** What an instance was granted since a token. */
	List<StoredClaim> granted(String semaphore, String instance, long token) {
		return this.jdbc.query(this.select + "AND instance_name = ? AND token > ?", CLAIMS, semaphore, instance, token);
	}

	void insert(String semaphore, List<StoredClaim> claims) {
		batch("INSERT INTO " + this.table + " (semaphore_name, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
				claims.stream()
					.map((claim) -> new Object[] { semaphore, claim.instance, claim.id, claim.weight,
							claim.exclusive ? 1 : 0, claim.position, claim.token })
					.toList());
	}

	void update(String semaphore, List<StoredClaim> claims) {
		batch("UPDATE " + this.table + " SET token = ?" + THIS_ONE,
				claims.stream()
					.map((claim) -> new Object[] { claim.token, semaphore, claim.instance, claim.id })
					.toList());
	}

	void delete(String semaphore, List<StoredClaim> claims) {
		batch("DELETE FROM " + this.table + THIS_ONE,
				claims.stream().map((claim) -> new Object[] { semaphore, claim.instance, claim.id }).toList());
	}

	void deleteAll(String semaphore) {
		this.jdbc.update("DELETE FROM " + this.table + " WHERE semaphore_name = ?", semaphore);
	}

	/** Counts anew what the semaphore's row has counted. */
	void recount(StoredState state) {
		this.jdbc.query("SELECT " + SUMS + " FROM " + this.table + " WHERE semaphore_name = ?", (row) -> {
			state.held = row.getInt(1);
			state.exclusive = row.getInt(2) > 0;
			state.queueLength = row.getInt(3);
		}, state.semaphore);
	}

	/** What each instance has, those that hold most first. */
	List<InstanceShare> shares(StoredState state, int limit) {
		Map<String, InstanceShare> shares = new LinkedHashMap<>();
		String sums = "SELECT instance_name, " + SUMS + " FROM " + this.table
				+ " WHERE semaphore_name = ? GROUP BY instance_name ORDER BY 3 DESC, 2 DESC, instance_name";
		this.jdbc.query(sums + this.database.first(limit), (row) -> {
			int held = (row.getInt(3) > 0) ? state.permits : row.getInt(2);
			shares.put(row.getString(1), new InstanceShare(row.getString(1), held, row.getInt(4)));
		}, state.semaphore);
		// then those that are there, but have nothing
		this.jdbc
			.queryForList("SELECT instance_name FROM " + this.members
					+ " WHERE semaphore_name = ? ORDER BY instance_name" + this.database.first(limit), String.class,
					state.semaphore)
			.forEach((instance) -> shares.putIfAbsent(instance, new InstanceShare(instance, 0, 0)));
		return shares.values().stream().limit(limit).toList();
	}

	private void batch(String sql, List<Object[]> rows) {
		if (rows.size() == 1) {
			this.jdbc.update(sql, rows.get(0));
		}
		else if (!rows.isEmpty()) {
			this.jdbc.batchUpdate(sql, rows);
		}
	}

	/** As many question marks, or a few more, so that there are few different queries. */
	private static String marks(int count) {
		return String.join(", ", Collections.nCopies(rounded(count), "?"));
	}

	private static int rounded(int count) {
		return (count > 1) ? Integer.highestOneBit(count - 1) * 2 : 1;
	}

	private static Object[] arguments(List<?> first, Collection<?> values) {
		List<Object> arguments = new ArrayList<>(first);
		arguments.addAll(values);
		Object last = arguments.get(arguments.size() - 1);
		arguments.addAll(Collections.nCopies(rounded(values.size()) - values.size(), last));
		return arguments.toArray();
	}

	private static StoredClaim claim(ResultSet row) throws SQLException {
		StoredClaim claim = new StoredClaim(row.getString(1), row.getLong(2), row.getInt(3), row.getInt(4) > 0,
				row.getLong(5), row.getLong(6));
		claim.stored = true;
		return claim;
	}

}
