package dev.semaphore.spring.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.transaction.support.TransactionSynchronization;

/**
 * Leaves a connection as it was: it may be one of the application's pool, and not every
 * pool puts this back by itself.
 *
 * @param connection the connection of a transaction
 * @param millis how long it waited for the network before
 */
record NetworkTimeoutReset(Connection connection, int millis) implements TransactionSynchronization {

	private static final Log logger = LogFactory.getLog(NetworkTimeoutReset.class);

	@Override
	public void afterCompletion(int status) {
		try {
			this.connection.setNetworkTimeout(Runnable::run, this.millis);
		}
		catch (SQLException ex) {
			logger.debug("A connection that is broken is left to its pool", ex);
		}
	}

}
