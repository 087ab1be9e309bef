package dev.semaphore.spring.bench;

import java.util.concurrent.TimeUnit;

import dev.semaphore.spring.store.redis.RedisServer;
import org.redisson.Redisson;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RSemaphore;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * Redisson's semaphores.
 */
final class RedissonPermits implements SharedLimit {

	private static final long LEASE_SECONDS = 30;

	private static final int THREADS = 4;

	private final RedissonClient client;

	private final RSemaphore semaphore;

	private final RPermitExpirableSemaphore expirable;

	private final boolean expires;

	RedissonPermits(RedisServer server, String name, int permits) {
		this(server, name, permits, false);
	}

	private RedissonPermits(RedisServer server, String name, int permits, boolean expires) {
		Config config = new Config();
		config.setThreads(THREADS);
		config.setNettyThreads(THREADS);
		config.useSingleServer().setAddress("redis://" + server.host() + ":" + server.port());
		this.client = Redisson.create(config);
		this.expires = expires;
		this.semaphore = this.client.getSemaphore(name);
		this.expirable = this.client.getPermitExpirableSemaphore(name + "-expirable");
		this.semaphore.trySetPermits(permits);
		this.expirable.trySetPermits(permits);
	}

	static RedissonPermits expirable(RedisServer server, String name, int permits) {
		return new RedissonPermits(server, name, permits, true);
	}

	@Override
	public void run(Runnable work) throws InterruptedException {
		if (this.expires) {
			String id = this.expirable.acquire(LEASE_SECONDS, TimeUnit.SECONDS);
			work.run();
			this.expirable.release(id);
		}
		else {
			this.semaphore.acquire();
			work.run();
			this.semaphore.release();
		}
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}
