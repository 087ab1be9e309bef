package dev.semaphore.spring.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.async.RedisAsyncCommands;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * One connection, which nobody else uses, on which grants are made and acknowledged.
 */
final class LettuceLine implements RedisConnectionStateListener, AutoCloseable {

	/*
	 * To wait for replicas concerns what was written on the same connection. Lettuce
	 * connects anew when a connection breaks, and sends again what was not answered: a
	 * wait on a new connection would be over at once and prove nothing. So a break
	 * between the grant and the end of the wait makes the grant uncertain.
	 */

	private final RedisConnection connection;

	private final RedisAsyncCommands<byte[], byte[]> commands;

	private final Acknowledgements acknowledgements;

	private final SharedWait wait;

	private final AtomicLong breaks = new AtomicLong();

	private LettuceLine(RedisConnection connection, RedisAsyncCommands<byte[], byte[]> commands,
			Acknowledgements acknowledgements) {
		this.connection = connection;
		this.commands = commands;
		this.acknowledgements = acknowledgements;
		this.wait = new SharedWait(
				() -> commands.waitForReplication(acknowledgements.replicas(), acknowledgements.timeoutMillis()));
	}

	/** Connects. */
	static LettuceLine open(LettuceConnectionFactory connectionFactory, Acknowledgements acknowledgements) {
		RedisConnection connection = connectionFactory.getConnection();
		// one that pipelines is one of its own
		connection.openPipeline();
		LettuceLine line = new LettuceLine(connection, LettuceCommands.of(connection), acknowledgements);
		LettuceCommands.connection(line.commands).addListener(line);
		return line;
	}

	/** Whether nothing can be sent by it any more. */
	boolean isClosed() {
		return LettuceCommands.isClosed(this.commands);
	}

	CompletionStage<String> run(byte[][] bytes) {
		long before = this.breaks.get();
		return LettuceCommands.evaluate(this.commands, bytes)
			.thenCompose((answer) -> this.acknowledgements.concern(answer)
					? this.wait.begin()
						.thenApply((acknowledged) -> this.acknowledgements.judge(answer,
								(this.breaks.get() == before) ? acknowledged : 0))
					: CompletableFuture.completedFuture(answer));
	}

	@Override
	public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
		this.breaks.incrementAndGet();
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
