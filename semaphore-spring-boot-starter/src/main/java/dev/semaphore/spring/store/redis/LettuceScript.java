package dev.semaphore.spring.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

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

	/**
	 * Whether there was a connection: the first one is waited for, later ones are not.
	 */
	private volatile boolean connected;

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
		return this.connected ? send(keysAndArguments)
				: CompletableFuture.supplyAsync(() -> send(keysAndArguments), this.connecting)
					.thenCompose(Function.identity());
	}

	private CompletionStage<String> send(byte[][] keysAndArguments) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			this.connected = true;
			return LettuceCommands.evaluate(LettuceCommands.of(connection), keysAndArguments);
		}
	}

}
