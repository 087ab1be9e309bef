package dev.semaphore.spring.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Runs the script on connections that block a thread each.
 */
final class BlockingPermitScript implements PermitScript {

	private final RedisConnectionFactory connectionFactory;

	private final ExecutorService threads;

	BlockingPermitScript(RedisConnectionFactory connectionFactory, ExecutorService threads) {
		this.connectionFactory = connectionFactory;
		this.threads = threads;
	}

	@Override
	public CompletionStage<String> run(String... keysAndArguments) {
		byte[][] bytes = new byte[keysAndArguments.length][];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = keysAndArguments[i].getBytes(StandardCharsets.UTF_8);
		}
		return CompletableFuture.supplyAsync(() -> evaluate(bytes), this.threads);
	}

	private String evaluate(byte[][] bytes) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			return new String(evaluate(connection.scriptingCommands(), bytes), StandardCharsets.UTF_8);
		}
	}

	private static byte[] evaluate(RedisScriptingCommands commands, byte[][] bytes) {
		try {
			byte[] answer = commands.evalSha(SCRIPT.getSha1(), ReturnType.VALUE, KEYS, bytes);
			return answer;
		}
		catch (DataAccessException ex) {
			if (!PermitScript.isUnknown(ex)) {
				throw ex;
			}
			byte[] answer = commands.eval(PermitScript.source(), ReturnType.VALUE, KEYS, bytes);
			return answer;
		}
	}

}
