package dev.semaphore.spring.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.api.async.RedisAsyncCommands;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Runs the script on the connection that all share, by Lettuce's own commands: there is
 * less between them and the network than with Spring's reactive ones. Blocks no thread
 * but to connect.
 */
final class LettuceScript implements PermitScript {

	private final LettuceConnectionFactory connectionFactory;

	private final Executor connecting;

	/** What was sent by last. */
	private final AtomicReference<@Nullable RedisAsyncCommands<byte[], byte[]>> latest = new AtomicReference<>();

	private final Runnable anew;

	LettuceScript(LettuceConnectionFactory connectionFactory, Executor connecting, Runnable anew) {
		this.connectionFactory = connectionFactory;
		this.connecting = connecting;
		this.anew = anew;
	}

	/** Whether it is one connection that all share. */
	static boolean suits(LettuceConnectionFactory connectionFactory) {
		return connectionFactory.getShareNativeConnection() && !connectionFactory.isClusterAware();
	}

	@Override
	public CompletionStage<String> run(byte[]... keysAndArguments) {
		RedisAsyncCommands<byte[], byte[]> latest = this.latest.get();
		return (latest != null && !LettuceCommands.isClosed(latest) && !this.connectionFactory.getValidateConnection())
				? LettuceCommands.evaluate(latest, keysAndArguments)
				: CompletableFuture.supplyAsync(this::connect, this.connecting)
					.thenCompose((commands) -> LettuceCommands.evaluate(commands, keysAndArguments));
	}

	/**
	 * What an event loop writes goes out before what other threads have left for it to
	 * write.
	 */
	@Override
	public boolean keepsOrderHere() {
		return !(Thread.currentThread() instanceof FastThreadLocalThread);
	}

	/**
	 * Spring may wait for the server, which a thread of Lettuce's own must not: nobody
	 * could connect then.
	 */
	private RedisAsyncCommands<byte[], byte[]> connect() {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			RedisAsyncCommands<byte[], byte[]> commands = LettuceCommands.of(connection);
			note(commands);
			return commands;
		}
	}

	private void note(RedisAsyncCommands<byte[], byte[]> commands) {
		RedisAsyncCommands<byte[], byte[]> before = this.latest.get();
		if (before != commands && this.latest.compareAndSet(before, commands) && before != null
				&& LettuceCommands.isClosed(before)) {
			this.anew.run();
		}
	}

}
