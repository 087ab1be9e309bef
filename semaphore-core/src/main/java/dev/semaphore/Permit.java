package dev.semaphore;

import java.util.OptionalLong;

/**
 * Permits that somebody holds, as an object that is closed to give them back.
 * Thread-safe: any thread may end it, and it ends once, whoever calls what how often.
 */
public interface Permit extends AutoCloseable {

	/**
	 * How many permits this is.
	 * @return the weight; constant, but for an exclusive permit, which grows and shrinks
	 * with the limit
	 */
	int weight();

	/**
	 * Gives the permits back and lets in whom they suffice for. Closing again, or after
	 * {@link #forget()}, does nothing.
	 */
	@Override
	void close();

	/**
	 * Leaves the permits out, owned by nobody, until somebody calls
	 * {@link CountingSemaphore#release(int)} with their number: for signalling between
	 * threads, or when another process gives back. Does nothing after {@link #close()}.
	 */
	void forget();

	/**
	 * Whether these permits may meanwhile be somebody else's: their lease ended before
	 * this instance could renew it, or they were
	 * {@linkplain CountingSemaphore#unsafeRelease(long) given back by force}. Stays true
	 * once it is.
	 * @return whether they are lost
	 */
	default boolean lost() {
		return false;
	}

	/**
	 * Runs an action once if these permits are {@linkplain #lost() lost} before they are
	 * closed; at once if that has happened already.
	 * @param action what to do; runs on the executor of the semaphore
	 */
	default void whenLost(Runnable action) {
	}

	/**
	 * A number that is larger than that of all earlier grants of the same semaphore: for
	 * a resource that refuses smaller ones than it has seen, so that a holder that lost
	 * its lease unawares can do no harm.
	 * @return the token; empty for a permit in this process, and for one that was let in
	 * while the store was away
	 */
	default OptionalLong fencingToken() {
		return OptionalLong.empty();
	}

}
