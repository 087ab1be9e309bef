package dev.semaphore;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers for holders, by which people tell one from another.
 */
final class HolderIds {

	private static final AtomicLong LAST = new AtomicLong();

	private HolderIds() {
	}

	/** One that no holder in this process has. */
	static long next() {
		return LAST.incrementAndGet();
	}

}
