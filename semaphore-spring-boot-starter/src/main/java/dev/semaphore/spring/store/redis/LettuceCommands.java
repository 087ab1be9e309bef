package dev.semaphore.spring.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * Lettuce's own commands, which Spring's connection is made of.
 */
final class LettuceCommands {

	private LettuceCommands() {
	}

	@SuppressWarnings("unchecked") // bytes are all that Spring's connections know
	static RedisAsyncCommands<byte[], byte[]> of(RedisConnection connection) {
		return (RedisAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
	}

	/**
	 * Whether their connection was closed for good, as those of a factory that is stopped
	 * are; Lettuce opens others again.
	 */
	static boolean isClosed(RedisAsyncCommands<byte[], byte[]> commands) {
		return connection(commands) instanceof RedisChannelHandler<?, ?> handler && handler.isClosed();
	}

	/** Spring hands out the commands, and these alone know their connection. */
	@SuppressWarnings("deprecation")
	static StatefulRedisConnection<byte[], byte[]> connection(RedisAsyncCommands<byte[], byte[]> commands) {
		return commands.getStatefulConnection();
	}

	/** Calls the script. */
	static CompletionStage<String> evaluate(RedisAsyncCommands<byte[], byte[]> commands, byte[][] keysAndArguments) {
		byte[][] keys = Arrays.copyOf(keysAndArguments, PermitScript.KEYS);
		byte[][] arguments = Arrays.copyOfRange(keysAndArguments, PermitScript.KEYS, keysAndArguments.length);
		CompletionStage<byte[]> answer = commands.evalsha(PermitScript.SHA1, ScriptOutputType.VALUE, keys, arguments);
		return answer.exceptionallyCompose((ex) -> PermitScript.isUnknown(ex)
				? commands.eval(PermitScript.source(), ScriptOutputType.VALUE, keys, arguments)
				: CompletableFuture.failedFuture(ex))
			.thenApply((text) -> new String(text, StandardCharsets.UTF_8));
	}

}
