package dev.semaphore.spring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semaphore.spring.store.redis.RedisServer;

/**
 * The one server that all benchmarks of a run use: forks find it by a file.
 */
final class BenchmarkServer {

	private static final Path ADDRESS = Path.of("target", "benchmarks", "redis-server");

	private BenchmarkServer() {
	}

	/** Starts it for all forks. */
	static RedisServer start() throws IOException {
		RedisServer server = RedisServer.start(RedisServer.VALKEY);
		Files.createDirectories(ADDRESS.getParent());
		Files.writeString(ADDRESS, server.host() + " " + server.port());
		return new RedisServer(server.host(), server.port(), () -> {
			Files.delete(ADDRESS);
			server.close();
		});
	}

	/** The one that was started for all, or else one for this process. */
	static RedisServer find() throws IOException {
		if (!Files.exists(ADDRESS)) {
			return RedisServer.start(RedisServer.VALKEY);
		}
		String[] address = Files.readString(ADDRESS).split(" ");
		return new RedisServer(address[0], Integer.parseInt(address[1]), () -> {
		});
	}

}
