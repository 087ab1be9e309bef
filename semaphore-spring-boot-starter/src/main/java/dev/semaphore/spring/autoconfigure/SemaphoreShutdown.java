package dev.semaphore.spring.autoconfigure;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SemaphoreState;

import org.springframework.context.SmartLifecycle;

/**
 * Closes the semaphores of a context that stops: whoever still waits is refused, whoever
 * holds a permit finishes. This is after the web server has ended the requests it was
 * given time for, and before it and the executors stop.
 * <p>
 * A paused context goes on to serve requests, so its semaphores stay open.
 */
final class SemaphoreShutdown implements SmartLifecycle {

	/**
	 * Phases stop from high to low. The web server's graceful shutdown is at the largest
	 * integer less 1024, its stop at that less 2048; the classes that say so are absent
	 * from applications without a web server.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024 - 512;

	private final SemaphoreRegistry registry;

	private final Queue<CountingSemaphore> closedHere = new ConcurrentLinkedQueue<>();

	private volatile boolean running;

	SemaphoreShutdown(SemaphoreRegistry registry) {
		this.registry = (registry instanceof ContextSemaphoreRegistry context) ? context.own() : registry;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.registry.names().stream().map(this.registry::get).forEach(this::close);
	}

	private void close(CountingSemaphore semaphore) {
		if (semaphore.snapshot().state() == SemaphoreState.OPEN) {
			this.closedHere.add(semaphore);
			semaphore.close();
		}
	}

	/**
	 * Opens what was closed here, but not what somebody else had closed.
	 */
	void reopen() {
		for (CountingSemaphore semaphore = this.closedHere.poll(); semaphore != null;) {
			semaphore.open();
			semaphore = this.closedHere.poll();
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
