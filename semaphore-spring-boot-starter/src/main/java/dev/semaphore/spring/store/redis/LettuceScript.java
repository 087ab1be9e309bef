package dev.semaphore.spring.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.lettuce.core.api.async.RedisAsyncCommands;
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
	private volatile @Nullable RedisAsyncCommands<byte[], byte[]> latest;

	LettuceScript(LettuceConnectionFactory connectionFactory, Executor connecting) {
		this.connectionFactory = connectionFactory;
		this.connecting = connecting;
	}

	/** Whether it is one connection that all share. */
	static boolean suits(LettuceConnectionFactory connectionFactory) {
		return connectionFactory.getShareNativeConnection() && !connectionFactory.isClusterAware();
	}

	@Override
	public CompletionStage<String> run(byte[]... keysAndArguments) {
		return isConnected() ? send(keysAndArguments)
				: CompletableFuture.supplyAsync(() -> send(keysAndArguments), this.connecting)
					.thenCompose(Function.identity());
	}

	/**
	 * Whether Spring hands out the connection without waiting for the server. The thread
	 * may be one of Lettuce's own, without which nobody could connect.
	 */
	private boolean isConnected() {
		RedisAsyncCommands<byte[], byte[]> latest = this.latest;
		return latest != null && !LettuceCommands.isClosed(latest) && !this.connectionFactory.getValidateConnection();
	}

	private CompletionStage<String> send(byte[][] keysAndArguments) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			RedisAsyncCommands<byte[], byte[]> commands = LettuceCommands.of(connection);
			CompletionStage<String> answer = LettuceCommands.evaluate(commands, keysAndArguments);
			this.latest = commands;
			return answer;
		}
	}

}
