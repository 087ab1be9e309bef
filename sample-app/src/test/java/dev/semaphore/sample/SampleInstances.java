package dev.semaphore.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import redis.embedded.RedisServer;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Instances of the sample under the profiles {@code redis} and {@code operator}, on ports
 * of their own and beside one server: in a container, or where no engine answers beside
 * this process. They do the same gated work.
 */
final class SampleInstances implements AutoCloseable {

	private static final int PORT = 6379;

	private final GatedWorkload workload = new GatedWorkload();

	private final Deque<AutoCloseable> open = new ArrayDeque<>();

	private final String host;

	private final int port;

	SampleInstances() {
		if (DockerClientFactory.instance().isDockerAvailable()) {
			GenericContainer<?> container = new GenericContainer<>("valkey/valkey:8.1").withExposedPorts(PORT)
				.withStartupTimeout(Duration.ofMinutes(3));
			this.open.push(container);
			container.start();
			this.host = container.getHost();
			this.port = container.getMappedPort(PORT);
		}
		else {
			this.host = "127.0.0.1";
			this.port = embedded();
		}
	}

	GatedWorkload workload() {
		return this.workload;
	}

	Callers start() {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class, Callers.class)
			.initializers((application) -> ((GenericApplicationContext) application).registerBean(GatedWorkload.class,
					() -> this.workload, (definition) -> definition.setPrimary(true)))
			.run("--spring.profiles.active=redis,operator", "--spring.docker.compose.enabled=false", "--server.port=0",
					"--spring.data.redis.host=" + this.host, "--spring.data.redis.port=" + this.port,
					"--semaphore.defaults.max-wait=5m", "--semaphore.defaults.lease=2m",
					"--semaphore.defaults.backend-timeout=1m");
		this.open.push(context);
		return context.getBean(Callers.class);
	}

	@Override
	public void close() throws Exception {
		this.workload.openGate();
		while (!this.open.isEmpty()) {
			this.open.pop().close();
		}
	}

	private int embedded() {
		try (ServerSocket free = new ServerSocket(0)) {
			int port = free.getLocalPort();
			free.close();
			RedisServer server = RedisServer.newRedisServer()
				.port(port)
				.setting("bind 127.0.0.1")
				.setting("save \"\"")
				.build();
			server.start();
			this.open.push(server::stop);
			return port;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
