package dev.semaphore.spring.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SharedSemaphore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Gives back what a context that stops holds in shared backends, rather than leave it to
 * the end of its lease: after everybody had time to finish, and before connections are
 * closed.
 */
final class SharedSemaphoreDeparture implements SmartLifecycle {

	/** Phases stop from high to low; connection factories are at 0. */
	static final int PHASE = 1000;

	private static final Log logger = LogFactory.getLog(SharedSemaphoreDeparture.class);

	private static final int PATIENCE_SECONDS = 2;

	private final SemaphoreRegistry registry;

	private volatile boolean running;

	SharedSemaphoreDeparture(SemaphoreRegistry registry) {
		this.registry = (registry instanceof ContextSemaphoreRegistry context) ? context.own() : registry;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		CompletableFuture<?>[] departures = this.registry.names()
			.stream()
			.map(this.registry::get)
			.filter(SharedSemaphore.class::isInstance)
			.map((semaphore) -> ((SharedSemaphore) semaphore).leave())
			.map(CompletionStage::toCompletableFuture)
			.toArray(CompletableFuture[]::new);
		await(CompletableFuture.allOf(departures));
	}

	private static void await(CompletableFuture<Void> departures) {
		try {
			departures.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.info("A backend does not answer: what is held there comes back at the end of its lease", ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
