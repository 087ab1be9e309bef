package dev.semaphore.spring.bench;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.bench.StoreClients.Taker;
import dev.semaphore.spring.datasource.PostgreSqlServer;
import dev.semaphore.spring.store.etcd.EtcdPermitStore;
import dev.semaphore.spring.store.etcd.EtcdServer;
import dev.semaphore.spring.store.etcd.EtcdStoreOptions;
import dev.semaphore.spring.store.jdbc.JdbcPermitStore;
import dev.semaphore.spring.store.jdbc.JdbcStoreOptions;
import dev.semaphore.spring.store.redis.RedisPermitStore;
import dev.semaphore.spring.store.redis.RedisServer;
import dev.semaphore.store.PermitStore;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Where permits, or locks, are kept.
 */
enum StoreSubject {

	/** Our store on PostgreSQL. */
	POSTGRESQL("PostgreSQL"),

	/** ShedLock on the same PostgreSQL: a lock for each permit, and nobody waits. */
	SHEDLOCK("ShedLock on PostgreSQL"),

	/** Our store on H2, in memory. */
	H2("H2 in memory"),

	/** Our store on Redis. */
	REDIS("Redis"),

	/** Our store on etcd, of one member. */
	ETCD("etcd, one member");

	/** As many as clients at the most, unless there is one client. */
	private static final int INSTANCES = 4;

	private static PostgreSqlServer postgres;

	final String label;

	StoreSubject(String label) {
		this.label = label;
	}

	/**
	 * Opens clients of something new.
	 * @param clients how many
	 * @param permits how many can be taken at once
	 */
	StoreClients open(int clients, int permits) {
		String name = "bench-" + UUID.randomUUID();
		List<Taker> takers = new ArrayList<>();
		List<AutoCloseable> resources = new ArrayList<>();
		int instances = Math.min(INSTANCES, clients);
		for (int instance = 0; instance < instances; instance++) {
			if (this == SHEDLOCK) {
				LockProvider locks = shedLock(resources);
				for (int client = instance; client < clients; client += instances) {
					takers.add(locking(locks, name + "-" + client % permits));
				}
			}
			else {
				Taker taker = permits(name, permits, instance, store(resources), resources);
				for (int client = instance; client < clients; client += instances) {
					takers.add(taker);
				}
			}
		}
		return new StoreClients(takers, resources);
	}

	private PermitStore store(List<AutoCloseable> resources) {
		return switch (this) {
			case POSTGRESQL, SHEDLOCK -> jdbc(pool(true), "postgresql", resources);
			case H2 -> jdbc(pool(false), "h2", resources);
			case REDIS -> {
				RedisServer server = RedisServer.shared(RedisServer.REDIS);
				LettuceConnectionFactory connections = new LettuceConnectionFactory(server.host(), server.port());
				connections.afterPropertiesSet();
				connections.start();
				RedisPermitStore store = new RedisPermitStore(connections);
				resources.add(store::close);
				resources.add(connections::destroy);
				yield store;
			}
			case ETCD -> {
				EtcdPermitStore store = new EtcdPermitStore(
						EtcdStoreOptions.of(new URI[] { EtcdServer.shared().endpoint() }));
				resources.add(store);
				yield store;
			}
		};
	}

	private static PermitStore jdbc(HikariDataSource pool, String platform, List<AutoCloseable> resources) {
		new ResourceDatabasePopulator(new ClassPathResource("schema-" + platform + ".sql", JdbcPermitStore.class))
			.execute(pool);
		JdbcPermitStore store = new JdbcPermitStore(pool, JdbcStoreOptions.defaults());
		resources.add(store);
		resources.add(pool);
		return store;
	}

	private static LockProvider shedLock(List<AutoCloseable> resources) {
		HikariDataSource pool = pool(true);
		resources.add(pool);
		JdbcTemplate jdbc = new JdbcTemplate(pool);
		jdbc.execute("CREATE TABLE IF NOT EXISTS shedlock (name VARCHAR(64) NOT NULL PRIMARY KEY, "
				+ "lock_until TIMESTAMP NOT NULL, locked_at TIMESTAMP NOT NULL, locked_by VARCHAR(255) NOT NULL)");
		return new JdbcTemplateLockProvider(
				JdbcTemplateLockProvider.Configuration.builder().withJdbcTemplate(jdbc).usingDbTime().build());
	}

	private static Taker locking(LockProvider locks, String name) {
		return () -> {
			SimpleLock lock = locks
				.lock(new LockConfiguration(Instant.now(), name, Duration.ofSeconds(30), Duration.ZERO))
				.orElse(null);
			if (lock != null) {
				lock.unlock();
			}
			return lock != null;
		};
	}

	private static Taker permits(String name, int permits, int instance, PermitStore store,
			List<AutoCloseable> resources) {
		SharedSemaphore semaphore = CountingSemaphore.create(name,
				SemaphorePolicy.of(permits).withMaxWait(Duration.ofMinutes(1)), SemaphoreOptions.defaults(), store,
				LeaseOptions.defaults().withInstance("instance-" + instance));
		resources.add(0, () -> semaphore.leave().toCompletableFuture().join());
		return () -> {
			try (Permit permit = semaphore.acquire()) {
				return permit.weight() > 0;
			}
		};
	}

	private static synchronized HikariDataSource pool(boolean onPostgres) {
		if (onPostgres && postgres == null) {
			postgres = PostgreSqlServer.start();
			Runtime.getRuntime().addShutdownHook(new Thread(StoreSubject::stop));
		}
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(onPostgres ? postgres.url() : "jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1");
		pool.setUsername(onPostgres ? postgres.user() : "sa");
		pool.setPassword(onPostgres ? postgres.password() : "");
		return pool;
	}

	private static void stop() {
		try {
			postgres.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
