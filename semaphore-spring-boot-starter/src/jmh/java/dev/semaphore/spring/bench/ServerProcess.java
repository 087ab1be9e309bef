package dev.semaphore.spring.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@link LimitedServer} in a JVM of its own, on a port of loopback that was free.
 */
final class ServerProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Process process;

	private final URI uri;

	private ServerProcess(Process process, URI uri) {
		this.process = process;
		this.uri = uri;
	}

	static ServerProcess start(Limit limit, String... properties) throws IOException, InterruptedException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms512m", "-Xmx1g", "-cp",
						System.getProperty("java.class.path"), LimitedServer.class.getName(), limit.name(),
						"--server.port=" + port, "--server.address=127.0.0.1"));
		command.addAll(List.of(properties));
		Process process = new ProcessBuilder(command).inheritIO().start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		ServerProcess server = new ServerProcess(process, URI.create("http://127.0.0.1:" + port + "/"));
		server.awaitAnswer();
		return server;
	}

	URI uri() {
		return this.uri;
	}

	Duration cpuTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	private void awaitAnswer() throws IOException, InterruptedException {
		HttpClient client = HttpClient.newHttpClient();
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end && this.process.isAlive()) {
			try {
				client.send(HttpRequest.newBuilder(this.uri).build(), BodyHandlers.discarding());
				return;
			}
			catch (ConnectException ex) {
				LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
			}
		}
		throw new IllegalStateException("The server does not answer at " + this.uri);
	}

}
