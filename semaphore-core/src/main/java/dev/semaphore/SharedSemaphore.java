package dev.semaphore;

import java.util.concurrent.CompletionStage;

import dev.semaphore.store.Report;

/**
 * A semaphore whose permits are kept in a shared store, for all instances of an
 * application alike. Differs from one in the process in this:
 * <ul>
 * <li>{@link #snapshot()} tells the numbers of all instances as last seen; on a thread
 * that may block it looks again if that was a while ago. Statistics, holders and waiters
 * are those of this instance.</li>
 * <li>Callers are refused with {@link RejectionReason#BACKEND_UNAVAILABLE
 * BACKEND_UNAVAILABLE} while the store is away, if so configured.</li>
 * <li>{@link #tryAcquire()} waits for the answer of the store, and gets no permit on a
 * thread that may not block.</li>
 * <li>{@link Permit#close()} does not wait for the store.</li>
 * <li>{@link #resize(int)} and {@link #release(int)} hold for all instances, and wait for
 * the store on threads that may block; they throw {@link BackendUnavailableException} if
 * it does not answer. {@link #close()} and {@link #open()} hold for this instance.</li>
 * <li>The order is FIFO, over all instances, and there are no keys.</li>
 * </ul>
 */
public interface SharedSemaphore extends CountingSemaphore {

	/**
	 * The kind of store.
	 * @return a word such as {@code redis}
	 */
	String backend();

	/**
	 * The name of this instance in the store.
	 * @return the name
	 */
	String instance();

	/**
	 * Whether the store answers.
	 * @return the state as last seen
	 */
	BackendState backendState();

	/**
	 * Asks the store for the numbers of all instances.
	 * @param limit how many instances to list at the most, those that hold most first
	 * @return completes with the report, or exceptionally if the store does not answer
	 */
	CompletionStage<Report> report(int limit);

	/**
	 * Ends the lease of another instance by force, so that what it holds is free at once
	 * and not only when its lease ends by itself; what it waits for leaves the queue.
	 * Unsafe: if that instance is at work, more than the permits are. It is for one that
	 * hangs, or is cut off.
	 * <p>
	 * That instance finds out with its next renewal, a third of a lease from its last at
	 * the latest if it is at work. What it held is lost then, as when a lease has ended
	 * ({@link Permit#lost()}, {@link SemaphoreListener#onLeaseLost}), unless it fits at
	 * that moment: then it is counted again, as after a loss of data, and its holders are
	 * told nothing, also if others had the permits in between. Their
	 * {@link Permit#fencingToken() tokens} are the larger ones. Callers who wait there
	 * ask again, behind all others.
	 * @param instance the name of the instance, as {@link #report} lists it
	 * @return completes with whether there was such an instance, if not nothing has
	 * changed; or exceptionally if the store does not answer: then it may have ended or
	 * not
	 * @throws IllegalArgumentException if it is this instance, which gives back by
	 * {@link #unsafeRelease} and {@link #leave()}
	 */
	CompletionStage<Boolean> unsafeEndLease(String instance);

	/**
	 * Closes the semaphore and leaves the store: gives back what this instance holds, and
	 * takes no part any more until {@link #open()}. Idempotent; returns without waiting
	 * for the store.
	 * @return completes when the store knows, or does not answer
	 */
	CompletionStage<?> leave();

}
