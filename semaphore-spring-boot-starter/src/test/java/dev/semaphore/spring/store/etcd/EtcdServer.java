package dev.semaphore.spring.store.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/**
 * An etcd of its own, of one member, in a container.
 *
 * @param endpoint where it listens
 * @param server what is closed
 */
public record EtcdServer(URI endpoint, AutoCloseable server) implements AutoCloseable {

	static final String IMAGE = "quay.io/coreos/etcd:v3.5.16";

	static final int PORT = 2379;

	private static final Map<String, EtcdServer> SHARED = new ConcurrentHashMap<>();

	/**
	 * Starts one.
	 * @return the server, ready
	 */
	public static EtcdServer start() {
		assumeContainers();
		return inContainer();
	}

	/**
	 * Starts one that speaks TLS 1.3 alone, and only with those whom the CA of the tests
	 * knows.
	 * @return the server, ready
	 */
	public static EtcdServer startSecure() {
		assumeContainers();
		GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(PORT)
			.withCreateContainerCmdModifier((command) -> command.withEntrypoint("etcd"))
			.withCopyFileToContainer(MountableFile.forClasspathResource("tls", 0444), "/tls")
			.withCommand("--listen-client-urls=https://0.0.0.0:2379", "--advertise-client-urls=https://0.0.0.0:2379",
					"--cert-file=/tls/server.pem", "--key-file=/tls/server.key", "--trusted-ca-file=/tls/ca.pem",
					"--client-cert-auth", "--tls-min-version=TLS1.3")
			.waitingFor(Wait.forLogMessage(".*serving client traffic securely.*", 1))
			.withStartupTimeout(Duration.ofMinutes(3));
		container.start();
		return new EtcdServer(URI.create("https://" + container.getHost() + ":" + container.getMappedPort(PORT)),
				container);
	}

	static void assumeContainers() {
		Assumptions.assumeTrue(DockerClientFactory.instance().isDockerAvailable(),
				"No container engine answers, and there is no etcd to put in its place");
	}

	private static EtcdServer inContainer() {
		GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(PORT)
			.withCreateContainerCmdModifier((command) -> command.withEntrypoint("etcd"))
			.withCommand("--listen-client-urls=http://0.0.0.0:2379", "--advertise-client-urls=http://0.0.0.0:2379")
			.waitingFor(Wait.forHttp("/health").forPort(PORT))
			.withStartupTimeout(Duration.ofMinutes(3));
		container.start();
		return new EtcdServer(URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT)),
				container);
	}

	/**
	 * The one that all tests of this process may use, but not stop.
	 * @return the server, ready
	 */
	public static EtcdServer shared() {
		return SHARED.computeIfAbsent(IMAGE, (missing) -> {
			EtcdServer server = start();
			Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
			return server;
		});
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
