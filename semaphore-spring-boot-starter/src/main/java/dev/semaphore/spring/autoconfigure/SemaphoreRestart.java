package dev.semaphore.spring.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Opens the semaphores of a stopped context that starts again: before anything else
 * starts, so that nobody's first request finds them closed.
 */
final class SemaphoreRestart implements SmartLifecycle {

	private final SemaphoreShutdown shutdown;

	private volatile boolean running;

	SemaphoreRestart(SemaphoreShutdown shutdown) {
		this.shutdown = shutdown;
	}

	@Override
	public void start() {
		this.running = true;
		this.shutdown.reopen();
	}

	@Override
	public void stop() {
		this.running = false;
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
		return Integer.MIN_VALUE;
	}

}
