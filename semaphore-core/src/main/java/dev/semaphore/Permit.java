package dev.semaphore;

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

}
