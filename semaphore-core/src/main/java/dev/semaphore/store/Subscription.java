package dev.semaphore.store;

/**
 * Ends when it is closed. Closing again does nothing.
 */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

	@Override
	void close();

}
