package dev.semaphore.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is configured under {@code semaphore.jdbc}.
 *
 * @param initializeSchema When to make the tables.
 * @param schema Script that makes the tables. The placeholder is the platform.
 * @param platform Which of the scripts to run, such as postgresql. That of the data
 * source unless said.
 * @param tablePrefix What the names of the tables begin with, a schema too. With another
 * than the default, the script has to be another too.
 * @param connections How many connections an instance uses for transactions, 1 or more.
 * @param listen Whether to keep one more connection to be told of permits by PostgreSQL.
 * @param timeout How long a transaction may wait for the database, 1ms or longer.
 * @param shortestPoll How soon to look for permits where nobody tells of them, longer
 * than 0.
 * @param longestPoll How rarely to look for permits while there are none, no shorter than
 * shortest-poll.
 */
public record JdbcProperties(@DefaultValue("embedded") SchemaInitialization initializeSchema,
		@DefaultValue("classpath:dev/semaphore/spring/store/jdbc/schema-@@platform@@.sql") String schema,
		@Nullable String platform, @DefaultValue("SEMAPHORE_") String tablePrefix, @DefaultValue("2") int connections,
		@DefaultValue("true") boolean listen, @DefaultValue("2s") Duration timeout,
		@DefaultValue("20ms") Duration shortestPoll, @DefaultValue("250ms") Duration longestPoll) {

	/**
	 * When the tables are made.
	 */
	public enum SchemaInitialization {

		/** In databases that live in this process. */
		EMBEDDED,

		/** At each start, if they are not there. */
		ALWAYS,

		/** By somebody else. */
		NEVER

	}

}
