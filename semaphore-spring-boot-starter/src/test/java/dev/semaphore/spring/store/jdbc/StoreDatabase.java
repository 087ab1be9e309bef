package dev.semaphore.spring.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * A database with the tables of the store, and a hand on its clock.
 */
final class StoreDatabase implements AutoCloseable {

	/** Patient with a machine that is slow. */
	static final JdbcStoreOptions OPTIONS = new JdbcStoreOptions("SEMAPHORE_", 2, Duration.ofSeconds(30),
			Duration.ofMillis(20), Duration.ofMillis(250), true);

	private final HikariDataSource pool;

	private final JdbcTemplate jdbc;

	private final List<JdbcPermitStore> clients = new ArrayList<>();

	StoreDatabase(String platform, String url, String user, String password) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setUsername(user);
		config.setPassword(password);
		config.setMaximumPoolSize(30);
		config.setMinimumIdle(1);
		this.pool = new HikariDataSource(config);
		this.jdbc = new JdbcTemplate(this.pool);
		new ResourceDatabasePopulator(new ClassPathResource("schema-" + platform + ".sql", JdbcPermitStore.class))
			.execute(this.pool);
	}

	DataSource dataSource() {
		return this.pool;
	}

	HikariDataSource pool() {
		return this.pool;
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	/** A store of a process of its own, closed with the database. */
	JdbcPermitStore client() {
		JdbcPermitStore client = new JdbcPermitStore(this.pool, OPTIONS);
		this.clients.add(client);
		return client;
	}

	/** Everything that is stored becomes older. */
	void elapse(Duration duration) {
		long micros = duration.toNanos() / 1_000;
		this.jdbc.update("UPDATE SEMAPHORE_MEMBER SET expires_at = expires_at - ?", micros);
		this.jdbc.update("UPDATE SEMAPHORE_STATE SET next_expiry = next_expiry - ?, audited_at = audited_at - ?, "
				+ "grants_from = grants_from - ?", micros, micros, micros);
	}

	void flush() {
		this.jdbc.update("DELETE FROM SEMAPHORE_STATE");
		this.jdbc.update("DELETE FROM SEMAPHORE_MEMBER");
		this.jdbc.update("DELETE FROM SEMAPHORE_CLAIM");
	}

	@Override
	public void close() {
		this.clients.forEach(JdbcPermitStore::close);
		this.pool.close();
	}

}
