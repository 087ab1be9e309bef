package dev.semaphore.spring.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * What the SQL of databases differs in.
 */
enum Database {

	/**
	 * The time is not that of the transaction's begin, as CURRENT_TIMESTAMP is.
	 */
	POSTGRESQL("CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000000 AS BIGINT)"),

	/** MariaDB too. CURRENT_TIMESTAMP would be in the time zone of the session. */
	MYSQL("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))"),

	/** All others. */
	STANDARD("CURRENT_TIMESTAMP");

	private final String now;

	Database(String now) {
		this.now = now;
	}

	/**
	 * The database that calls itself so.
	 */
	static Database of(String productName) {
		return switch (productName) {
			case "PostgreSQL" -> POSTGRESQL;
			case "MySQL", "MariaDB" -> MYSQL;
			default -> STANDARD;
		};
	}

	/** What to select to know the time of the database. */
	String now() {
		return this.now;
	}

	/** The selected time, in microseconds since 1970. */
	long now(ResultSet row, int column) throws SQLException {
		return (this != STANDARD) ? row.getLong(column)
				: ChronoUnit.MICROS.between(Instant.EPOCH, row.getObject(column, OffsetDateTime.class).toInstant());
	}

	/** Ends a query that is to give no more rows than this. */
	String first(int rows) {
		return (this == MYSQL) ? " LIMIT " + rows : " FETCH FIRST " + rows + " ROWS ONLY";
	}

}
