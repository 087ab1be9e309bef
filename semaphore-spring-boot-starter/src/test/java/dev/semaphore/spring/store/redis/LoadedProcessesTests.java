package dev.semaphore.spring.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.store.ChildProcess;
import dev.semaphore.spring.store.HolderProcess;
import dev.semaphore.spring.store.NeedsSignals;
import dev.semaphore.spring.store.StoreAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that freeze, and that die, while they and others take permits all the time.
 */
@Tag("any-jdk")
class LoadedProcessesTests {

	private final RedisServer server = RedisServer.shared(RedisServer.REDIS);

	private final StoreAddress address = new StoreAddress("redis",
			"redis://" + this.server.host() + ":" + this.server.port(), "", "");

	private final String name = "loaded-" + UUID.randomUUID();

	private final List<String> names = List.of(this.name, HolderProcess.inBlocks(this.name));

	private final RedisClients clients = new RedisClients(this.server);

	private LettuceConnectionFactory connections;

	private StringRedisTemplate redis;

	private List<VisitRecord> records;

	@BeforeEach
	void connect() {
		this.connections = LoadedProcess.connect(this.address);
		this.redis = new StringRedisTemplate(this.connections);
		this.records = this.names.stream().map((name) -> new VisitRecord(VisitLedger.of(this.redis, name))).toList();
	}

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
		this.connections.destroy();
	}

	@Test
	@NeedsSignals
	void processesThatFreezeOrDieUnderLoadLetNoMoreInAndAllPermitsComeBack() throws Exception {
		List<HeldByProcess> ofTheFrozen;
		List<HeldByProcess> ofTheKilled;
		try (ChildProcess a = start("a"); ChildProcess b = start("b"); ChildProcess c = start("c")) {
			awaitServed(List.of(0L, 0L), "a", "b", "c");
			List<String> said = new ArrayList<>();
			List<Long> tokens = keeps(b, said);
			b.signal("STOP");
			ofTheFrozen = heldBy("b");
			// a resource that refuses smaller tokens is safe from what it does then
			awaitServed(tokens, "a", "c");
			b.signal("CONT");
			while (said.size() < 1 + LoadedProcess.PERMITS) {
				said.add(b.says());
			}
			assertThat(said).containsOnly("lost");
			b.tell("drop");
			awaitServed(this.records.stream().map(VisitRecord::newest).toList(), "a", "b", "c");

			tokens = keeps(c, new ArrayList<>());
			c.signal("STOP");
			ofTheKilled = heldBy("c");
			c.process().destroyForcibly();
			awaitServed(tokens, "a", "b");
			for (ChildProcess process : List.of(a, b)) {
				process.tell("rest");
				assertThat(process.says()).isEqualTo("rests");
			}
			awaitAllBack();
		}
		for (int i = 0; i < this.records.size(); i++) {
			this.records.get(i).assertLaw(LoadedProcess.PERMITS, i == 1);
			this.records.get(i).assertNothingGrantedToOthers(ofTheFrozen.get(i));
			this.records.get(i).assertNothingGrantedToOthers(ofTheKilled.get(i));
		}
	}

	private ChildProcess start(String instance) throws Exception {
		return LoadedProcess.start(this.address, this.name, instance);
	}

	private List<HeldByProcess> heldBy(String instance) {
		return this.names.stream().map((name) -> HeldByProcess.of(this.redis, name, instance)).toList();
	}

	private void awaitServed(List<Long> tokens, String... instances) {
		for (String instance : instances) {
			for (int i = 0; i < tokens.size(); i++) {
				this.records.get(i).awaitServed(instance, tokens.get(i));
			}
		}
	}

	/** Has it take all permits; it may lose some at once if the machine is too slow. */
	private static List<Long> keeps(ChildProcess process, List<String> said) throws Exception {
		process.tell("keep");
		String line = process.says();
		while (line.equals("lost")) {
			said.add(line);
			line = process.says();
		}
		assertThat(line).startsWith("keeps ");
		String[] words = line.split(" ");
		return List.of(Long.parseLong(words[1]), Long.parseLong(words[2]));
	}

	private void awaitAllBack() {
		RedisPermitStore store = this.clients.lettuce();
		for (String name : this.names) {
			SharedSemaphore semaphore = HolderProcess.semaphore(store, name, LoadedProcess.PERMITS);
			Awaitility.await().atMost(HeldByProcess.PATIENCE).untilAsserted(() -> {
				assertThat(semaphore.snapshot().available()).isEqualTo(LoadedProcess.PERMITS);
				assertThat(semaphore.snapshot().queueLength()).isZero();
			});
			semaphore.leave();
		}
	}

}
