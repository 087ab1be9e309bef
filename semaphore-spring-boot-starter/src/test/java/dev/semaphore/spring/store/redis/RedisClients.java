package dev.semaphore.spring.store.redis;

import java.util.ArrayDeque;
import java.util.Deque;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Stores with connections of their own to one server, closed together.
 */
final class RedisClients implements AutoCloseable {

	private final RedisServer server;

	private final Deque<AutoCloseable> open = new ArrayDeque<>();

	RedisClients(RedisServer server) {
		this.server = server;
	}

	RedisPermitStore lettuce() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(this.server.host(), this.server.port());
		factory.afterPropertiesSet();
		factory.start();
		return store(factory, factory);
	}

	RedisPermitStore jedis() {
		JedisConnectionFactory factory = new JedisConnectionFactory(
				new RedisStandaloneConfiguration(this.server.host(), this.server.port()));
		factory.afterPropertiesSet();
		factory.start();
		return store(factory, factory);
	}

	void flush() {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(this.server.host(), this.server.port());
		factory.afterPropertiesSet();
		factory.start();
		try (RedisConnection connection = factory.getConnection()) {
			connection.serverCommands().flushAll();
		}
		finally {
			factory.destroy();
		}
	}

	@Override
	public void close() throws Exception {
		while (!this.open.isEmpty()) {
			this.open.pop().close();
		}
	}

	private RedisPermitStore store(RedisConnectionFactory factory, DisposableBean closed) {
		RedisPermitStore store = new RedisPermitStore(factory);
		this.open.push(closed::destroy);
		this.open.push(store);
		return store;
	}

}
