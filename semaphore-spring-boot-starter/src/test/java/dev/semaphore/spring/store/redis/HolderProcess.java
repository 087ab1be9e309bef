package dev.semaphore.spring.store.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;

/**
 * An instance in a process of its own, which takes a permit and keeps it.
 *
 * @param process the process
 * @param output what it says
 */
record HolderProcess(Process process, BufferedReader output) implements AutoCloseable {

	static final Duration LEASE = Duration.ofSeconds(2);

	static HolderProcess start(RedisServer server, String semaphore, int permits) throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), HolderProcess.class.getName(),
				server.host(), String.valueOf(server.port()), semaphore, String.valueOf(permits))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		return new HolderProcess(process,
				new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
	}

	static SharedSemaphore semaphore(RedisPermitStore store, String name, int permits) {
		return CountingSemaphore.create(name, SemaphorePolicy.of(permits), SemaphoreOptions.defaults(), store,
				LeaseOptions.defaults().withLease(LEASE));
	}

	public static void main(String[] arguments) throws Exception {
		RedisServer server = new RedisServer(arguments[0], Integer.parseInt(arguments[1]), () -> {
		});
		try (RedisClients clients = new RedisClients(server)) {
			SharedSemaphore semaphore = semaphore(clients.lettuce(), arguments[2], Integer.parseInt(arguments[3]));
			Permit permit = semaphore.acquire(1, Duration.ofMinutes(1));
			permit.whenLost(() -> System.out.println("lost"));
			System.out.println("holds " + permit.fencingToken().orElseThrow());
			System.in.read();
		}
	}

	/** What it says next; waits for it. */
	String says() throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.startsWith("holds") && !line.startsWith("lost")) {
			line = this.output.readLine();
		}
		return String.valueOf(line);
	}

	void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, String.valueOf(this.process.pid())).start().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
