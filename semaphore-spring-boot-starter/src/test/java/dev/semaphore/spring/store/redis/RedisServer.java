package dev.semaphore.spring.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.MountableFile;

/**
 * A server of its own, in a container, or where no engine answers, beside this process.
 *
 * @param host where it listens
 * @param port where it listens
 * @param server what is closed
 */
public record RedisServer(String host, int port, AutoCloseable server) implements AutoCloseable {

	/** The image of Redis. */
	public static final String REDIS = "redis:8.0";

	/** The image of Valkey. */
	public static final String VALKEY = "valkey/valkey:8.1";

	private static final int PORT = 6379;

	private static final Map<String, RedisServer> SHARED = new ConcurrentHashMap<>();

	private static final Log logger = LogFactory.getLog(RedisServer.class);

	/**
	 * Starts one.
	 * @param image the image, if there is an engine
	 * @return the server, ready
	 */
	public static RedisServer start(String image) {
		return DockerClientFactory.instance().isDockerAvailable() ? inContainer(new GenericContainer<>(image))
				: embedded(image);
	}

	/**
	 * Starts one that speaks TLS alone, and only with those whom the CA of the tests
	 * knows.
	 * @return the server, ready
	 */
	public static RedisServer startSecure() {
		Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
				"No container engine answers, and no Redis with TLS takes its place");
		return inContainer(new GenericContainer<>(REDIS)
			.withCopyFileToContainer(MountableFile.forClasspathResource("tls", 0444), "/tls")
			.withCommand("--port", "0", "--tls-port", String.valueOf(PORT), "--tls-cert-file", "/tls/server.pem",
					"--tls-key-file", "/tls/server.key", "--tls-ca-cert-file", "/tls/ca.pem"));
	}

	/**
	 * The one that all tests of this process may use, but not stop.
	 * @param image the image, if there is an engine
	 * @return the server, ready
	 */
	public static RedisServer shared(String image) {
		return SHARED.computeIfAbsent(image, (missing) -> {
			RedisServer server = start(missing);
			Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
			return server;
		});
	}

	/** Where other servers find it: its host. */
	String hostForServers() {
		if (this.server instanceof GenericContainer<?> container) {
			return container.getContainerInfo()
				.getNetworkSettings()
				.getNetworks()
				.values()
				.iterator()
				.next()
				.getIpAddress();
		}
		return this.host;
	}

	/** Where other servers find it: its port. */
	int portForServers() {
		return (this.server instanceof GenericContainer<?>) ? PORT : this.port;
	}

	/** Whether it runs in a container, and not beside this process. */
	boolean isInContainer() {
		return this.server instanceof GenericContainer<?>;
	}

	/** The same server after it was told to stop and was started anew. */
	RedisServer restarted() {
		String id = ((GenericContainer<?>) this.server).getContainerId();
		DockerClient docker = DockerClientFactory.instance().client();
		docker.restartContainerCmd(id).withTimeout(60).exec();
		Ports.Binding binding = docker.inspectContainerCmd(id)
			.exec()
			.getNetworkSettings()
			.getPorts()
			.getBindings()
			.get(ExposedPort.tcp(PORT))[0];
		return new RedisServer(this.host, Integer.parseInt(binding.getHostPortSpec()), this.server);
	}

	private static RedisServer inContainer(GenericContainer<?> container) {
		container.withExposedPorts(PORT).withStartupTimeout(Duration.ofMinutes(3)).start();
		return new RedisServer(container.getHost(), container.getMappedPort(PORT), container);
	}

	private static RedisServer embedded(String image) {
		logger.warn("No container engine answers: an embedded Redis takes the place of the image " + image);
		try {
			int port = freePort();
			redis.embedded.RedisServer server = redis.embedded.RedisServer.newRedisServer()
				.port(port)
				.setting("bind 127.0.0.1")
				.setting("save \"\"")
				.build();
			server.start();
			return new RedisServer("127.0.0.1", port, server::stop);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private void stop() {
		try {
			close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws Exception {
		this.server.close();
	}

}
