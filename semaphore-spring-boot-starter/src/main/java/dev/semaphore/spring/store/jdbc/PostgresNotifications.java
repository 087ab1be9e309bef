package dev.semaphore.spring.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears of grants from PostgreSQL, on a connection that it keeps. Each instance has a
 * channel, so that a grant wakes only the one it is for.
 */
final class PostgresNotifications implements Runnable {

	private static final Log logger = LogFactory.getLog(PostgresNotifications.class);

	/** How soon a new instance is listened for. */
	private static final int LISTEN_MILLIS = 200;

	/** Every so many of these, whether the connection still is one. */
	private static final int CHECK_EVERY = 25;

	private static final int RECONNECT_MILLIS = 1000;

	private final DataSource dataSource;

	private final GrantNotes notes;

	private final Seats seats;

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile boolean listening;

	PostgresNotifications(DataSource dataSource, GrantNotes notes, Seats seats) {
		this.dataSource = dataSource;
		this.notes = notes;
		this.seats = seats;
	}

	boolean isListening() {
		return this.listening;
	}

	void close() {
		this.closed.countDown();
	}

	@Override
	public void run() {
		boolean goOn = true;
		while (goOn) {
			try (Connection connection = this.dataSource.getConnection()) {
				goOn = connection.isWrapperFor(PGConnection.class) && listen(connection);
			}
			catch (SQLException | RuntimeException ex) {
				logger.debug("Not told of grants, looking for them instead", ex);
			}
			this.listening = false;
			goOn = goOn && !isClosed(RECONNECT_MILLIS);
		}
	}

	/** Returns when closed. */
	private boolean listen(Connection connection) throws SQLException {
		PGConnection postgres = connection.unwrap(PGConnection.class);
		connection.setAutoCommit(true);
		Set<String> channels = new HashSet<>();
		for (int round = 1; !isClosed(0); round++) {
			listen(connection, channels);
			PGNotification[] received = postgres.getNotifications(LISTEN_MILLIS);
			for (PGNotification notification : (received != null) ? received : new PGNotification[0]) {
				this.notes.read(notification.getParameter());
			}
			if (round % CHECK_EVERY == 0 && !connection.isValid(1)) {
				throw new SQLException("The connection for notifications is gone");
			}
		}
		return false;
	}

	private void listen(Connection connection, Set<String> channels) throws SQLException {
		for (Seat seat : this.seats.all()) {
			String channel = this.notes.channel(seat.instance);
			if (channels.add(channel)) {
				try (Statement statement = connection.createStatement()) {
					statement.execute("LISTEN " + channel);
				}
				// what was told before could not be heard
				seat.lookAgain();
			}
		}
		if (!channels.isEmpty()) {
			this.listening = true;
			this.notes.works();
		}
	}

	private boolean isClosed(int millis) {
		try {
			return this.closed.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

}
