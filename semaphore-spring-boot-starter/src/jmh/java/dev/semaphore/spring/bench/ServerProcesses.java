package dev.semaphore.spring.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * A server for each limit, all at once, so that they can be measured in turns when they
 * are warm; those whose turn it is not are idle.
 */
final class ServerProcesses implements AutoCloseable {

	private final Map<Limit, ServerProcess> servers = new EnumMap<>(Limit.class);

	private ServerProcesses() {
	}

	static ServerProcesses start(Collection<Limit> limits, String... properties)
			throws IOException, InterruptedException {
		ServerProcesses all = new ServerProcesses();
		for (Limit limit : limits) {
			all.servers.put(limit, ServerProcess.start(limit, properties));
		}
		return all;
	}

	ServerProcess get(Limit limit) {
		ServerProcess server = this.servers.get(limit);
		if (server == null) {
			throw new IllegalArgumentException("No server was started for " + limit);
		}
		return server;
	}

	@Override
	public void close() throws InterruptedException {
		for (ServerProcess server : this.servers.values()) {
			server.close();
		}
	}

}
