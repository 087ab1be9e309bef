package dev.semaphore.spring.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import dev.semaphore.store.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Listens to what the script publishes, and again when the connections were stopped and
 * started: a container of Spring's does not notice that Lettuce's are closed for good.
 */
final class RedisListening {

	private static final Log logger = LogFactory.getLog(RedisListening.class);

	private final RedisConnectionFactory connectionFactory;

	/** One thread: what follows is done in order, and on no other. */
	private final ExecutorService executor;

	private final List<RedisSubscription> subscriptions = new ArrayList<>();

	private volatile @Nullable RedisMessageListenerContainer container;

	private volatile boolean closed;

	RedisListening(RedisConnectionFactory connectionFactory, ExecutorService executor) {
		this.connectionFactory = connectionFactory;
		this.executor = executor;
	}

	Subscription subscribe(RedisHints hints, String channelOfAll) {
		RedisSubscription subscription = new RedisSubscription(this.executor,
				() -> hints.listen(container(), channelOfAll));
		execute(() -> this.subscriptions.add(subscription));
		subscription.begin();
		return () -> {
			execute(() -> this.subscriptions.remove(subscription));
			subscription.close();
		};
	}

	/** The connections were closed, and there are new ones. */
	void beginAnew() {
		execute(() -> {
			stop();
			this.subscriptions.forEach(RedisSubscription::begin);
		});
	}

	void close() {
		this.closed = true;
		this.executor.shutdownNow();
		stop();
	}

	private RedisMessageListenerContainer container() {
		RedisMessageListenerContainer container = this.container;
		if (container == null) {
			container = new RedisMessageListenerContainer();
			container.setConnectionFactory(this.connectionFactory);
			// what listens is quick
			container.setTaskExecutor(Runnable::run);
			SimpleAsyncTaskExecutor listening = new SimpleAsyncTaskExecutor("semaphore-redis-listen-");
			listening.setDaemon(true);
			container.setSubscriptionExecutor(listening);
			container.afterPropertiesSet();
			container.start();
			this.container = container;
			if (this.closed) {
				stop();
			}
		}
		return container;
	}

	private void stop() {
		RedisMessageListenerContainer container = this.container;
		this.container = null;
		try {
			if (container != null) {
				container.destroy();
			}
		}
		catch (Exception ex) {
			logger.debug("What listened was closed already", ex);
		}
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.trace("The store is closed", ex);
		}
	}

}
