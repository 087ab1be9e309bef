package dev.semaphore.spring.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.semaphore.store.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that begins on a thread of its own, for it may have to wait for the
 * server, and tries again until the server is there.
 */
final class RedisSubscription implements Subscription {

	private static final Log logger = LogFactory.getLog(RedisSubscription.class);

	private static final int RETRY_SECONDS = 1;

	/** One thread: what follows is done in order. */
	private final Executor executor;

	private final Supplier<Subscription> subscribing;

	private @Nullable Subscription subscription;

	private volatile boolean closed;

	RedisSubscription(Executor executor, Supplier<Subscription> subscribing) {
		this.executor = executor;
		this.subscribing = subscribing;
	}

	void begin() {
		execute(this.executor, this::subscribe);
	}

	@Override
	public void close() {
		this.closed = true;
		execute(this.executor, () -> {
			if (this.subscription != null) {
				this.subscription.close();
				this.subscription = null;
			}
		});
	}

	private void subscribe() {
		try {
			if (!this.closed) {
				this.subscription = this.subscribing.get();
			}
		}
		catch (RuntimeException ex) {
			// looking for grants makes up for the hints meanwhile
			logger.debug("Subscribing failed, and is tried again", ex);
			execute(CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS), this::begin);
		}
	}

	private static void execute(Executor executor, Runnable task) {
		try {
			executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The store is closed", ex);
		}
	}

}
