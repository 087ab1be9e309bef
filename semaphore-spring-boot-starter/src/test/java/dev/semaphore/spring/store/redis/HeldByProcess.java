package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * What the server counts as held by an instance.
 *
 * @param readAt when it was read, by the server's clock, in microseconds as tokens are
 * @param until when the lease ends
 * @param permits how many
 */
record HeldByProcess(long readAt, long until, int permits) {

	/** How long a slow machine may take for what others do in no time. */
	static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final Duration LOOK = Duration.ofMillis(200);

	private static final RedisScript<String> READ = RedisScript.of("""
			local clock = redis.call('TIME')
			local lease = redis.call('HGET', KEYS[1], 'u:' .. ARGV[1]) or 0
			local held = redis.call('HGET', KEYS[1], 'i:' .. ARGV[1]) or 0
			return string.format('%.0f %.0f %d', clock[1] * 1000000 + clock[2], lease, held)
			""", String.class);

	/** What one that stands still has, when all that it has sent has arrived. */
	static HeldByProcess of(StringRedisTemplate redis, String semaphore, String instance) {
		AtomicReference<HeldByProcess> before = new AtomicReference<>(read(redis, semaphore, instance));
		return Awaitility.await()
			.pollDelay(LOOK)
			.pollInterval(LOOK)
			.until(() -> read(redis, semaphore, instance), (now) -> now.until == before.getAndSet(now).until);
	}

	private static HeldByProcess read(StringRedisTemplate redis, String semaphore, String instance) {
		RedisNames names = RedisNames.of(semaphore);
		String[] numbers = Objects.requireNonNull(redis.execute(READ, List.of(names.state()), instance)).split(" ");
		return new HeldByProcess(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Integer.parseInt(numbers[2]));
	}

}
