package dev.semaphore.spring.store.redis;

import java.util.List;
import java.util.Objects;

import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * What processes note of their visits to what a semaphore guards, in the order in which a
 * server heard of it.
 *
 * @param redis the server
 * @param key where it is noted
 */
record VisitLedger(StringRedisTemplate redis, String key) {

	static final String ENTERED = "entered";

	static final String LEFT = "left";

	/** The one that left had lost nothing until then. */
	static final String CONFIRMED = "confirmed";

	static VisitLedger of(StringRedisTemplate redis, String semaphore) {
		return new VisitLedger(redis, "visits:" + semaphore);
	}

	void entered(String visit, long token, int weight) {
		note(visit, ENTERED + " " + token + " " + weight);
	}

	void left(String visit) {
		note(visit, LEFT);
	}

	void confirmed(String visit) {
		note(visit, CONFIRMED);
	}

	List<String> linesFrom(long first) {
		return Objects.requireNonNull(this.redis.opsForList().range(this.key, first, -1));
	}

	private void note(String visit, String what) {
		this.redis.opsForList().rightPush(this.key, visit + " " + what);
	}

}
