package dev.semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Something decided under the lock and to be said after it, as a link of a {@link Chain}.
 */
abstract class Notice {

	@Nullable Notice following;

	/** Says it. Runs outside of the lock. */
	abstract void announce();

}
