package dev.semaphore.spring.store.jdbc;

import java.time.Duration;

/**
 * How a {@link JdbcPermitStore} uses its database. Immutable.
 *
 * @param tablePrefix what the names of the tables begin with: letters, digits,
 * underscores and dots, so that it may name a schema
 * @param connections how many connections it uses at once for transactions, 1 or more
 * @param timeout how long a transaction may wait for an answer of the database, one
 * millisecond or longer
 * @param shortestPoll how soon to look for grants, longer than zero
 * @param longestPoll how rarely to look for grants while nothing happens, no shorter than
 * shortestPoll
 * @param listen whether to keep one more connection to be told of grants, where the
 * database can do so
 */
public record JdbcStoreOptions(String tablePrefix, int connections, Duration timeout, Duration shortestPoll,
		Duration longestPoll, boolean listen) {

	/**
	 * Creates options.
	 */
	public JdbcStoreOptions {
		if (!tablePrefix.matches("[A-Za-z0-9_.]*")) {
			throw new IllegalArgumentException(
					"tablePrefix has letters, digits, underscores and dots, but is '" + tablePrefix + "'");
		}
		if (connections < 1) {
			throw new IllegalArgumentException("connections must be 1 or more, but is " + connections);
		}
		if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("timeout must be 1 ms or longer, and no month, but is " + timeout);
		}
		if (shortestPoll.isNegative() || shortestPoll.isZero() || longestPoll.compareTo(shortestPoll) < 0) {
			throw new IllegalArgumentException("shortestPoll must be longer than zero and longestPoll no shorter, "
					+ "but they are " + shortestPoll + " and " + longestPoll);
		}
	}

	/**
	 * Tables that begin with {@code SEMAPHORE_}, two connections, 2 s for an answer,
	 * looks every 20 to 250 ms, and one more connection to be told of grants.
	 * @return the options
	 */
	public static JdbcStoreOptions defaults() {
		return new JdbcStoreOptions("SEMAPHORE_", 2, Duration.ofSeconds(2), Duration.ofMillis(20),
				Duration.ofMillis(250), true);
	}

	/**
	 * These options without a connection to be told of grants, or with one.
	 * @param listen whether there is one where the database can do so
	 * @return the options
	 */
	public JdbcStoreOptions withListen(boolean listen) {
		return new JdbcStoreOptions(this.tablePrefix, this.connections, this.timeout, this.shortestPoll,
				this.longestPoll, listen);
	}

}
