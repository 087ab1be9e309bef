package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import dev.semaphore.store.CallQueue;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this process for one semaphore. A few are underway at once, so that one
 * thread never waits to be sent; those that come meanwhile are sent together, and cost
 * the server and the network little more than one.
 */
final class RedisCalls {

	private static final int LARGEST_BATCH = 64;

	/** By then their callers were told that the server is away. */
	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	/** A call without an answer for so long holds up others no more. */
	static final Duration PATIENCE = Duration.ofMillis(500);

	private final PermitScript script;

	private final LongSupplier nanoTime;

	private final CallQueue<RedisCall<?>> queue;

	private volatile @Nullable Underway latest;

	/** What is sent before the operations of the member that called last. */
	private volatile @Nullable RedisHeader header;

	/**
	 * Creates an empty queue.
	 * @param script what they call
	 * @param threads send where the current thread must not
	 * @param underway how many are underway at once
	 * @param nanoTime the time
	 */
	RedisCalls(PermitScript script, Executor threads, int underway, LongSupplier nanoTime) {
		this.script = script;
		this.nanoTime = nanoTime;
		this.queue = new CallQueue<>((step) -> begin(step, threads), underway, LARGEST_BATCH, TIMEOUT, this::send);
	}

	/** Sends a call now or soon. */
	<T> CompletionStage<T> add(RedisCall<T> call) {
		this.queue.add(call);
		Underway latest = this.latest;
		if (latest != null && this.nanoTime.getAsLong() - latest.since > PATIENCE.toNanos()) {
			latest.end();
		}
		return call.stage();
	}

	private void begin(Runnable step, Executor threads) {
		if (this.script.keepsOrderHere()) {
			step.run();
		}
		else {
			threads.execute(step);
		}
	}

	private CompletionStage<?> send(List<RedisCall<?>> calls) {
		Underway underway = new Underway(this.nanoTime.getAsLong());
		this.latest = underway;
		int first = 0;
		List<CompletionStage<?>> sent = new ArrayList<>(1);
		for (int next = 1; next <= calls.size(); next++) {
			if (next == calls.size() || !calls.get(next - 1).goesWith(calls.get(next))) {
				sent.add(sendTogether(calls.subList(first, next)));
				first = next;
			}
		}
		return underway.until(sent);
	}

	private CompletionStage<?> sendTogether(List<RedisCall<?>> calls) {
		RedisHeader header = RedisHeader.of(calls.get(0).member(), this.header);
		this.header = header;
		return this.script.run(header.followedBy(calls)).thenAccept((answer) -> {
			List<RedisAnswer> answers = RedisAnswer.parse(answer, calls.size());
			for (int i = 0; i < answers.size(); i++) {
				calls.get(i).carryOut(answers.get(i));
			}
			calls.forEach(RedisCall::complete);
		}).exceptionally((ex) -> {
			calls.forEach((call) -> call.fail(ex));
			return null;
		});
	}

	/** A place among those that are underway. */
	private static final class Underway {

		private final long since;

		private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

		Underway(long since) {
			this.since = since;
		}

		/** Somebody else may have it. */
		void end() {
			this.over.complete(null);
		}

		CompletionStage<?> until(List<CompletionStage<?>> sent) {
			AtomicInteger left = new AtomicInteger(sent.size());
			sent.forEach((stage) -> stage.whenComplete((answer, ex) -> {
				if (left.decrementAndGet() == 0) {
					end();
				}
			}));
			return this.over;
		}

	}

}
