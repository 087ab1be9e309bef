package dev.semaphore.spring.store.redis;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends calls to one kind of script, those for different semaphores independently.
 */
final class RedisSender {

	private final PermitScript script;

	private final int underway;

	private final Map<String, RedisCalls> semaphores = new ConcurrentHashMap<>();

	/**
	 * Creates a sender.
	 * @param script what is called
	 * @param underway how many calls of the script for a semaphore are underway at once
	 */
	RedisSender(PermitScript script, int underway) {
		this.script = script;
		this.underway = underway;
	}

	<T> CompletionStage<T> send(RedisCall<T> call) {
		return this.semaphores
			.computeIfAbsent(call.member().semaphore(),
					(name) -> new RedisCalls(this.script, this.underway, System::nanoTime))
			.add(call);
	}

}
