package dev.semaphore.spring.bench;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.store.redis.RedisPermitStore;
import dev.semaphore.spring.store.redis.RedisServer;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * This library's, as an instance of an application has it.
 */
final class SharedPermits implements SharedLimit {

	private static final Duration MAX_WAIT = Duration.ofMinutes(1);

	private final LettuceConnectionFactory connections;

	private final RedisPermitStore store;

	private final SharedSemaphore semaphore;

	SharedPermits(RedisServer server, String name, int permits) {
		this(server, name, permits, LeaseOptions.defaults());
	}

	private SharedPermits(RedisServer server, String name, int permits, LeaseOptions leases) {
		this.connections = new LettuceConnectionFactory(server.host(), server.port());
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.store = new RedisPermitStore(this.connections);
		this.semaphore = CountingSemaphore.create(name, SemaphorePolicy.of(permits).withMaxWait(MAX_WAIT),
				SemaphoreOptions.defaults(), this.store, leases);
	}

	static SharedPermits inBlocks(RedisServer server, String name, int permits) {
		return new SharedPermits(server, name, permits, LeaseOptions.defaults().withLocalShare(true));
	}

	@Override
	public void run(Runnable work) throws InterruptedException {
		try (Permit permit = this.semaphore.acquire()) {
			work.run();
		}
	}

	@Override
	public void close() {
		this.semaphore.leave().toCompletableFuture().join();
		try {
			this.store.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		this.connections.destroy();
	}

}
