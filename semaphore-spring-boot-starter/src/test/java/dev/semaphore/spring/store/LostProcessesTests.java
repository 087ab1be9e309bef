package dev.semaphore.spring.store;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.Permit;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.datasource.PostgreSqlServer;
import dev.semaphore.spring.store.etcd.EtcdServer;
import dev.semaphore.spring.store.jdbc.JdbcPermitStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that die, and that freeze, with a permit in PostgreSQL or etcd.
 */
@Tag("any-jdk")
class LostProcessesTests {

	private static final Map<String, PostgreSqlServer> SERVERS = new ConcurrentHashMap<>();

	private final String name = "processes-" + UUID.randomUUID();

	@AfterAll
	static void stop() throws Exception {
		for (PostgreSqlServer server : SERVERS.values()) {
			server.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc", "etcd" })
	void thePermitOfAKilledProcessComesBack(String kind) throws Exception {
		StoreAddress address = address(kind);
		SharedSemaphore here = HolderProcess.semaphore(address.open(), this.name, 1);
		try (ChildProcess holder = HolderProcess.start(address, this.name, 1)) {
			long first = token(holder.says());
			holder.process().destroyForcibly();
			try (Permit permit = HolderProcess.acquire(here)) {
				assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(first);
			}
		}
		here.leave();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc", "etcd" })
	@NeedsSignals
	void aProcessThatWasFrozenPastItsLeaseIsToldThatItLostIt(String kind) throws Exception {
		StoreAddress address = address(kind);
		SharedSemaphore here = HolderProcess.semaphore(address.open(), this.name, 1);
		try (ChildProcess holder = HolderProcess.start(address, this.name, 1)) {
			long first = token(holder.says());
			holder.signal("STOP");
			Permit permit = HolderProcess.acquire(here);
			assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(first);
			holder.signal("CONT");
			assertThat(holder.says()).isEqualTo("lost");
			permit.close();
		}
		here.leave();
	}

	private static StoreAddress address(String kind) {
		if (kind.equals("etcd")) {
			return new StoreAddress(kind, EtcdServer.shared().endpoint().toString(), "", "");
		}
		PostgreSqlServer server = SERVERS.computeIfAbsent(kind, (missing) -> PostgreSqlServer.start());
		new ResourceDatabasePopulator(new ClassPathResource("schema-postgresql.sql", JdbcPermitStore.class))
			.execute(new DriverManagerDataSource(server.url(), server.user(), server.password()));
		return new StoreAddress(kind, server.url(), server.user(), server.password());
	}

	private static long token(String line) {
		assertThat(line).startsWith("holds ");
		return Long.parseLong(line.substring("holds ".length()));
	}

}
