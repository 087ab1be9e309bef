package dev.semaphore.spring.store.jdbc;

import java.util.List;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * How other instances hear of their grants.
 */
interface GrantMessages {

	/** They do not, and look for themselves. */
	GrantMessages NONE = (jdbc, semaphore, granted) -> {
	};

	/**
	 * Sends word of grants if the transaction is committed.
	 * @param jdbc within the transaction
	 * @param semaphore the name of the semaphore
	 * @param granted the claims, of this and of other processes
	 */
	void send(JdbcOperations jdbc, String semaphore, List<StoredClaim> granted);

}
