package dev.semaphore.spring.store.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Runs the script on a connection that is shared by all who call, and blocks none.
 */
final class ReactivePermitScript implements PermitScript {

	private final ReactiveRedisConnectionFactory connectionFactory;

	private final Scheduler connecting;

	ReactivePermitScript(ReactiveRedisConnectionFactory connectionFactory, ExecutorService connecting) {
		this.connectionFactory = connectionFactory;
		this.connecting = Schedulers.fromExecutorService(connecting);
	}

	@Override
	public CompletionStage<String> run(byte[]... keysAndArguments) {
		ByteBuffer[] bytes = new ByteBuffer[keysAndArguments.length];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = ByteBuffer.wrap(keysAndArguments[i]);
		}
		// Spring may wait for a connection, which the thread of another answer must not.
		return Mono.usingWhen(Mono.fromSupplier(this.connectionFactory::getReactiveConnection),
				(connection) -> evaluate(connection.scriptingCommands(), bytes), ReactiveRedisConnection::closeLater)
			.subscribeOn(this.connecting)
			.toFuture()
			.thenApply((text) -> Objects.requireNonNull(text, "the script's answer"));
	}

	private Mono<String> evaluate(ReactiveScriptingCommands commands, ByteBuffer[] bytes) {
		Flux<ByteBuffer> answer = commands.evalSha(SHA1, ReturnType.VALUE, KEYS, bytes);
		return answer.onErrorResume(PermitScript::isUnknown, (ex) -> {
			for (ByteBuffer argument : bytes) {
				argument.rewind();
			}
			return commands.eval(ByteBuffer.wrap(PermitScript.source()), ReturnType.VALUE, KEYS, bytes);
		}).next().map((value) -> StandardCharsets.UTF_8.decode(value).toString());
	}

}
