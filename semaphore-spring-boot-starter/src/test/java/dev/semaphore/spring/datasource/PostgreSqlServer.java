package dev.semaphore.spring.datasource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A PostgreSQL of its own, in a container, or where no engine answers, beside this
 * process.
 *
 * @param url the JDBC URL
 * @param user a superuser
 * @param password the superuser's password
 * @param server what is closed
 */
public record PostgreSqlServer(String url, String user, String password,
		AutoCloseable server) implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(PostgreSqlServer.class);

	/**
	 * Starts one.
	 * @return the server, ready
	 */
	public static PostgreSqlServer start() {
		return DockerClientFactory.instance().isDockerAvailable() ? inContainer() : embedded();
	}

	private static PostgreSqlServer inContainer() {
		PostgreSQLContainer container = new PostgreSQLContainer("postgres:17")
			.withStartupTimeout(Duration.ofMinutes(3));
		container.start();
		return new PostgreSqlServer(container.getJdbcUrl(), container.getUsername(), container.getPassword(),
				container);
	}

	private static PostgreSqlServer embedded() {
		logger.warn("No container engine answers: an embedded PostgreSQL takes the place of the image postgres:17");
		try {
			EmbeddedPostgres server = EmbeddedPostgres.start();
			return new PostgreSqlServer(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws Exception {
		this.server.close();
	}

}
