package dev.semaphore.spring.store.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * A primary, its replica and a sentinel that watches both, in one container. A sentinel
 * tells clients the address that it knows itself, so all ports are the same within.
 */
public final class WatchedRedis implements AutoCloseable {

	/** What the sentinel calls the primary. */
	public static final String NAME = "permits";

	/* Ports that no connection is given by chance. */
	private static final int FIRST_PORT = 20_000;

	private static final int LAST_PORT = 30_000;

	private static final String LAUNCH = """
			redis-server --port %1$d --save '' --protected-mode no --repl-diskless-sync-delay 0 --daemonize yes
			redis-server --port %2$d --save '' --protected-mode no --replicaof 127.0.0.1 %1$d --daemonize yes
			until redis-cli -p %2$d info replication | grep -q master_link_status:up; do sleep 0.1; done
			printf 'port %3$d\\nprotected-mode no\\nsentinel monitor %4$s 127.0.0.1 %1$d 1\\n' > /tmp/sentinel.conf
			exec redis-server /tmp/sentinel.conf --sentinel
			""";

	private final GenericContainer<?> container;

	private final List<Integer> ports;

	private final RedisClient client = RedisClient.create();

	private WatchedRedis(GenericContainer<?> container, List<Integer> ports) {
		this.container = container;
		this.ports = ports;
	}

	/**
	 * Starts them.
	 * @return the servers, ready
	 * @throws IOException if there are no ports for them
	 */
	public static WatchedRedis start() throws IOException {
		Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
				"No container engine answers: there is no sentinel to test with");
		List<Integer> ports = freePorts();
		String launch = LAUNCH.formatted(ports.get(0), ports.get(1), ports.get(2), NAME);
		GenericContainer<?> container = new GenericContainer<>(RedisServer.REDIS)
			.withExposedPorts(ports.toArray(Integer[]::new))
			.withCreateContainerCmdModifier((command) -> command.withEntrypoint("sh", "-c", launch)
				.getHostConfig()
				.withPortBindings(ports.stream()
					.map((port) -> new PortBinding(Ports.Binding.bindPort(port), ExposedPort.tcp(port)))
					.toList()))
			.waitingFor(Wait.forLogMessage(".*\\+slave .*", 1))
			.withStartupTimeout(Duration.ofMinutes(1));
		container.start();
		return new WatchedRedis(container, ports);
	}

	/** The address of the sentinel. */
	public String sentinel() {
		return this.container.getHost() + ":" + this.ports.get(2);
	}

	/** Waits until the replica knows what the primary has been told. */
	public void awaitReplicated() {
		try (StatefulRedisConnection<String, String> primary = this.client.connect(uri(0))) {
			Awaitility.await().until(() -> {
				primary.sync().incr("replicated");
				return primary.sync().waitForReplication(1, TimeUnit.SECONDS.toMillis(1)) == 1;
			});
		}
	}

	/** Has the replica promoted, and ends the old primary. */
	public void failOver() {
		try (StatefulRedisSentinelConnection<String, String> sentinel = this.client.connectSentinel(uri(2));
				StatefulRedisConnection<String, String> primary = this.client.connect(uri(0))) {
			Awaitility.await().ignoreExceptions().until(() -> sentinel.sync().failover(NAME).equals("OK"));
			Awaitility.await()
				.until(() -> ((InetSocketAddress) sentinel.sync().getMasterAddrByName(NAME)).getPort() == this.ports
					.get(1));
			primary.async().shutdown(false);
			Awaitility.await().until(() -> !primary.isOpen());
		}
	}

	@Override
	public void close() {
		this.client.shutdown();
		this.container.stop();
	}

	private RedisURI uri(int server) {
		return RedisURI.create(this.container.getHost(), this.ports.get(server));
	}

	private static List<Integer> freePorts() throws IOException {
		List<ServerSocket> open = new ArrayList<>();
		try {
			while (open.size() < 3) {
				open.add(openPort());
			}
			return open.stream().map(ServerSocket::getLocalPort).toList();
		}
		finally {
			for (ServerSocket socket : open) {
				socket.close();
			}
		}
	}

	private static ServerSocket openPort() throws IOException {
		while (true) {
			try {
				return new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT));
			}
			catch (IOException ex) {
				// somebody else has it
			}
		}
	}

}
