package dev.semaphore.spring.bench;

/**
 * One client of permits that several share.
 */
interface SharedLimit extends AutoCloseable {

	/** Takes a permit, does something, and gives it back. */
	void run(Runnable work) throws InterruptedException;

	@Override
	void close();

}
