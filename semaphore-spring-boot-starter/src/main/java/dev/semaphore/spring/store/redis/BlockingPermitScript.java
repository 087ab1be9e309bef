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

	private final Acknowledgements acknowledgements;

	private final ExecutorService threads;

	BlockingPermitScript(RedisConnectionFactory connectionFactory, Acknowledgements acknowledgements,
			ExecutorService threads) {
		this.connectionFactory = connectionFactory;
		this.acknowledgements = acknowledgements;
		this.threads = threads;
	}

	@Override
	public CompletionStage<String> run(byte[]... keysAndArguments) {
		return CompletableFuture.supplyAsync(() -> evaluate(keysAndArguments), this.threads);
	}

	private String evaluate(byte[][] bytes) {
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			String answer = new String(evaluate(connection.scriptingCommands(), bytes), StandardCharsets.UTF_8);
			return this.acknowledgements.concern(answer) ? this.acknowledgements.judge(answer, acknowledged(connection))
					: answer;
		}
	}

	/** On the same connection: it is the one that the grant was made on. */
	private long acknowledged(RedisConnection connection) {
		Object answer = connection.execute("WAIT", bytes(this.acknowledgements.replicas()),
				bytes(this.acknowledgements.timeoutMillis()));
		return (answer instanceof Number number) ? number.longValue() : 0;
	}

	private static byte[] bytes(long number) {
		return Long.toString(number).getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] evaluate(RedisScriptingCommands commands, byte[][] bytes) {
		try {
			byte[] answer = commands.evalSha(SHA1, ReturnType.VALUE, KEYS, bytes);
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
