package dev.semaphore.spring.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Stores with connections of their own to one server, closed together.
 */
final class RedisClients implements AutoCloseable {

	private static final String ELAPSE = """
			local millis = tonumber(ARGV[1])
			for _, key in ipairs(redis.call('KEYS', '*')) do
				local left = redis.call('PTTL', key) - millis
				if string.match(key, 'members$') then
					for _, instance in ipairs(redis.call('ZRANGE', key, 0, -1)) do
						redis.call('ZINCRBY', key, -millis * 1000, instance)
					end
				elseif string.match(key, 'state$') then
					local numbers = { struct.unpack('>dddddddddddd', redis.call('HGET', key, 'n')) }
					numbers[10] = numbers[10] - millis * 1000
					numbers[11] = numbers[11] - millis * 1000
					redis.call('HSET', key, 'n', struct.pack('>dddddddddddd', unpack(numbers, 1, 12)))
					for _, field in ipairs(redis.call('HKEYS', key)) do
						if string.match(field, '^u:') then
							redis.call('HINCRBY', key, field, -millis * 1000)
						end
					end
				end
				redis.call('PEXPIRE', key, left)
			end
			return redis.status_reply('OK')
			""";

	private final RedisServer server;

	private final Deque<AutoCloseable> open = new ArrayDeque<>();

	RedisClients(RedisServer server) {
		this.server = server;
	}

	RedisPermitStore lettuce() {
		return lettuce(WaitForReplicas.NONE);
	}

	RedisPermitStore lettuce(WaitForReplicas wait) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(this.server.host(), this.server.port());
		factory.afterPropertiesSet();
		factory.start();
		return store(factory, factory, wait);
	}

	RedisPermitStore jedis() {
		return jedis(WaitForReplicas.NONE);
	}

	RedisPermitStore jedis(WaitForReplicas wait) {
		JedisConnectionFactory factory = new JedisConnectionFactory(
				new RedisStandaloneConfiguration(this.server.host(), this.server.port()));
		factory.afterPropertiesSet();
		factory.start();
		return store(factory, factory, wait);
	}

	void flush() {
		command((connection) -> connection.serverCommands().flushAll());
	}

	/**
	 * The server's clock cannot be moved: all moments that it has recorded move back.
	 */
	void elapse(Duration duration) {
		command((connection) -> connection.scriptingCommands()
			.eval(ELAPSE.getBytes(StandardCharsets.UTF_8), ReturnType.STATUS, 0,
					Long.toString(duration.toMillis()).getBytes(StandardCharsets.UTF_8)));
	}

	/** How often the server was given a command so far, by scripts too. */
	long callsOf(String word) {
		return calls(("cmdstat_" + word)::equals);
	}

	/** How many scripts the server was to run so far. */
	long scripts() {
		return calls((name) -> name.matches("cmdstat_(eval|evalsha|fcall)"));
	}

	/** How many commands the server was given so far, by scripts too. */
	long commands() {
		return calls((name) -> name.startsWith("cmdstat_"));
	}

	/** What keys there are, and how long they are left. */
	Map<String, Duration> keys(String pattern) {
		Map<String, Duration> keys = new HashMap<>();
		command((connection) -> {
			for (byte[] key : connection.keyCommands().keys(pattern.getBytes(StandardCharsets.UTF_8))) {
				keys.put(RedisNames.text(key), Duration.ofMillis(connection.keyCommands().pTtl(key)));
			}
		});
		return keys;
	}

	void delete(String key) {
		command((connection) -> connection.keyCommands().del(key.getBytes(StandardCharsets.UTF_8)));
	}

	private long calls(Predicate<String> names) {
		AtomicLong calls = new AtomicLong();
		command((connection) -> connection.serverCommands().info("commandstats").forEach((name, statistics) -> {
			if (names.test(name.toString())) {
				String text = statistics.toString();
				calls.addAndGet(Long.parseLong(text.substring("calls=".length(), text.indexOf(','))));
			}
		}));
		return calls.get();
	}

	private void command(Consumer<RedisConnection> command) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(this.server.host(), this.server.port());
		factory.afterPropertiesSet();
		factory.start();
		try (RedisConnection connection = factory.getConnection()) {
			command.accept(connection);
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

	private RedisPermitStore store(RedisConnectionFactory factory, DisposableBean closed, WaitForReplicas wait) {
		RedisPermitStore store = new RedisPermitStore(factory, wait);
		this.open.push(closed::destroy);
		this.open.push(store);
		return store;
	}

}
