package dev.semaphore.spring.store.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hears what is written to keys with a prefix, over a connection that it keeps, and makes
 * anew when it ends, and now and then: one that was dropped without a word looks like one
 * on which nothing happens. What was written in between is not heard.
 */
final class EtcdWatch {

	private static final Log logger = LogFactory.getLog(EtcdWatch.class);

	private static final int RECONNECT_SECONDS = 1;

	private final EtcdClient client;

	private final String prefix;

	private final BiConsumer<String, String> written;

	private final Runnable begun;

	private final Duration longest;

	private volatile @Nullable CompletableFuture<?> stream;

	private volatile boolean closed;

	/**
	 * Creates a watch.
	 * @param written is told the rest of a key, and its value
	 * @param begun is told that it hears from now on
	 * @param longest how long a connection is kept at the most
	 */
	EtcdWatch(EtcdClient client, String prefix, BiConsumer<String, String> written, Runnable begun, Duration longest) {
		this.client = client;
		this.prefix = prefix;
		this.written = written;
		this.begun = begun;
		this.longest = longest;
	}

	@SuppressWarnings("FutureReturnValueIgnored") // their ends are looked at
	void begin() {
		if (this.closed) {
			return;
		}
		Lines lines = new Lines();
		CompletableFuture<?> stream = this.client.stream("watch",
				Map.of("create_request", EtcdTransaction.range(this.prefix)), lines);
		lines.refused.thenRun(() -> stream.cancel(true));
		// a time-out of the stream's would leave its connection open
		CompletableFuture.delayedExecutor(this.longest.toNanos(), TimeUnit.NANOSECONDS).execute(() -> {
			lines.old = true;
			stream.cancel(true);
		});
		this.stream = stream;
		if (this.closed) {
			stream.cancel(true);
		}
		stream.whenComplete((response, ex) -> {
			if (lines.old) {
				begin();
			}
			else if (!this.closed) {
				// looking for grants makes up for what is not heard
				logger.debug("The watch has ended, and begins again", ex);
				CompletableFuture.delayedExecutor(RECONNECT_SECONDS, TimeUnit.SECONDS).execute(this::begin);
			}
		});
	}

	void close() {
		this.closed = true;
		CompletableFuture<?> stream = this.stream;
		if (stream != null) {
			stream.cancel(true);
		}
	}

	/**
	 * Reads a line.
	 * @return whether there will be others
	 */
	private boolean read(String line) {
		EtcdAnswer answer = EtcdAnswer.parse(line);
		EtcdAnswer result = answer.child("result");
		if (result.is("canceled") || answer.members().containsKey("error")) {
			logger.debug("The watch is refused: " + line);
			return false;
		}
		if (result.is("created")) {
			this.begun.run();
		}
		for (EtcdAnswer event : result.children("events")) {
			if (event.text("type").isEmpty()) {
				EtcdAnswer pair = event.child("kv");
				this.written.accept(EtcdKeys.decode(pair.bytes("key").substring(this.prefix.length())),
						pair.bytes("value"));
			}
		}
		return true;
	}

	/** The lines of one stream. */
	private final class Lines implements Flow.Subscriber<String> {

		/** Completes when etcd has said that it will say no more. */
		private final CompletableFuture<Void> refused = new CompletableFuture<>();

		/** Kept as long as it may be. */
		private volatile boolean old;

		private Flow.@Nullable Subscription subscription;

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(String line) {
			if (EtcdWatch.this.closed && this.subscription != null) {
				this.subscription.cancel();
			}
			else if (!line.isEmpty()) {
				try {
					if (!read(line)) {
						this.refused.complete(null);
					}
				}
				catch (RuntimeException ex) {
					logger.warn("A watch of etcd said what is not understood: " + line, ex);
				}
			}
		}

		@Override
		public void onError(Throwable ex) {
			logger.debug("The watch broke off", ex);
		}

		@Override
		public void onComplete() {
		}

	}

}
