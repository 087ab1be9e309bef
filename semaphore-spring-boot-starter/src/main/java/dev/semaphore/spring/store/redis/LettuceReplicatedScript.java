package dev.semaphore.spring.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Runs the script on a connection of its own, on which it then waits for replicas: on a
 * shared one all others would wait, too. Blocks no thread but to connect.
 */
final class LettuceReplicatedScript implements PermitScript, AutoCloseable {

	private final LettuceConnectionFactory connectionFactory;

	private final Acknowledgements acknowledgements;

	private final Executor connecting;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable CompletableFuture<LettuceLine> line;

	LettuceReplicatedScript(LettuceConnectionFactory connectionFactory, Acknowledgements acknowledgements,
			Executor connecting) {
		this.connectionFactory = connectionFactory;
		this.acknowledgements = acknowledgements;
		this.connecting = connecting;
	}

	@Override
	public CompletionStage<String> run(byte[]... keysAndArguments) {
		return line().thenCompose((line) -> line.run(keysAndArguments));
	}

	@Override
	public void close() {
		CompletionStage<LettuceLine> line;
		this.lock.lock();
		try {
			line = this.line;
		}
		finally {
			this.lock.unlock();
		}
		if (line != null) {
			line.thenAccept(LettuceLine::close);
		}
	}

	/**
	 * The line, or an attempt to open one. Lettuce itself keeps it open after that, until
	 * its factory is stopped.
	 */
	private CompletableFuture<LettuceLine> line() {
		this.lock.lock();
		try {
			CompletableFuture<LettuceLine> line = this.line;
			if (line == null || isOver(line)) {
				line = CompletableFuture.supplyAsync(
						() -> LettuceLine.open(this.connectionFactory, this.acknowledgements), this.connecting);
				this.line = line;
			}
			return line;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static boolean isOver(CompletableFuture<LettuceLine> line) {
		return line.isCompletedExceptionally() || (line.isDone() && line.join().isClosed());
	}

}
