package dev.semaphore.spring.store.redis;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Sends calls to one kind of script, those for different semaphores independently.
 */
final class RedisSender {

	private final PermitScript script;

	private final Executor threads;

	private final int underway;

	private final Map<String, RedisCalls> semaphores = new ConcurrentHashMap<>();

	/**
	 * Creates a sender.
	 * @param script what is called
	 * @param threads call it where the current thread must not
	 * @param underway how many calls of the script for a semaphore are underway at once
	 */
	RedisSender(PermitScript script, Executor threads, int underway) {
		this.script = script;
		this.threads = threads;
		this.underway = underway;
	}

	<T> CompletionStage<T> send(RedisCall<T> call) {
		return this.semaphores
			.computeIfAbsent(call.member().semaphore(),
					(name) -> new RedisCalls(this.script, this.threads, this.underway, System::nanoTime))
			.add(call);
	}

}
