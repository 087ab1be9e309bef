package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.semaphore.store.PermitStore;
import org.jspecify.annotations.Nullable;

/**
 * A named counting semaphore: a number of permits, taken by {@code acquire} (Dijkstra's
 * P) and given back by {@link Permit#close()} (V). Callers that find no permit free wait
 * in one queue, whether they block a thread or hold a future, in the {@link QueueOrder}
 * of the {@link SemaphorePolicy}.
 * <p>
 * At every instant {@code available + held + forgotten = permits}. A semaphore has no
 * owner: any thread may close a permit, and a nested {@code acquire} by a thread that
 * already holds a permit takes another one.
 * <p>
 * Requests are judged in this order: {@link RejectionReason#CLOSED CLOSED},
 * {@link RejectionReason#TOO_LARGE TOO_LARGE}, {@link RejectionReason#TOO_MANY_KEYS
 * TOO_MANY_KEYS}, then free or not. When not free: {@link RejectionReason#UNAVAILABLE
 * UNAVAILABLE} for callers that do not wait, {@link RejectionReason#QUEUE_FULL
 * QUEUE_FULL}, else the caller waits and may be refused later with
 * {@link RejectionReason#TIMED_OUT TIMED_OUT}. A weight below 1 and a null or negative
 * wait are an {@link IllegalArgumentException} thrown by the call itself.
 * <p>
 * Memory visibility: what a thread did before it gave a permit back <i>happens-before</i>
 * whatever follows the acquisition that got this permit, in the sense of JLS chapter
 * 17.4.5, as for {@link java.util.concurrent.Semaphore}.
 * <p>
 * Thread-safe. Waits are the same on platform and virtual threads and pin no carrier.
 */
public interface CountingSemaphore {

	/**
	 * Creates a semaphore in this process, with the default options.
	 * @param name the name, used in messages, thread dumps and meters; not blank
	 * @param policy permits, queue and waits
	 * @return a new semaphore, open
	 */
	static CountingSemaphore create(String name, SemaphorePolicy policy) {
		return create(name, policy, SemaphoreOptions.defaults());
	}

	/**
	 * Creates a semaphore in this process.
	 * @param name the name, used in messages, thread dumps and meters; not blank
	 * @param policy permits, queue and waits
	 * @param options its surroundings: time, executor, listeners
	 * @return a new semaphore, open
	 */
	static CountingSemaphore create(String name, SemaphorePolicy policy, SemaphoreOptions options) {
		return new InProcessSemaphore(name, policy, options);
	}

	/**
	 * Creates a semaphore whose permits are kept in a shared store. Returns without
	 * waiting for the store.
	 * @param name the name, the same in all instances; not blank
	 * @param policy permits, queue and waits; the order must be FIFO, and there must be
	 * no keys and no dry run
	 * @param options its surroundings: time, executor, listeners
	 * @param store where the permits are kept
	 * @param leases how it uses the store
	 * @return a new semaphore, open
	 * @throws IllegalArgumentException if the policy asks for what shared stores do not
	 * do
	 */
	static SharedSemaphore create(String name, SemaphorePolicy policy, SemaphoreOptions options, PermitStore store,
			LeaseOptions leases) {
		return new LeasedSemaphore(name, policy, options, store, leases);
	}

	/**
	 * The name.
	 * @return the name, never blank
	 */
	String name();

	/**
	 * Takes one permit, waiting for it no longer than the policy's max wait.
	 * @return the permit, to be closed by its holder
	 * @throws InterruptedException if the thread is interrupted on entry or while it
	 * waits; it has then left the queue and holds nothing
	 * @throws PermitRejectedException if refused
	 */
	Permit acquire() throws InterruptedException;

	/**
	 * Takes permits, waiting for them no longer than the policy's max wait.
	 * @param weight how many permits, all of them or none; 1 or more
	 * @return the permit, to be closed by its holder
	 * @throws InterruptedException if the thread is interrupted on entry or while it
	 * waits; it has then left the queue and holds nothing
	 * @throws PermitRejectedException if refused
	 */
	Permit acquire(int weight) throws InterruptedException;

	/**
	 * Takes permits, waiting for them no longer than said.
	 * @param weight how many permits, all of them or none; 1 or more
	 * @param maxWait how long to wait; zero: not at all
	 * @return the permit, to be closed by its holder
	 * @throws InterruptedException if the thread is interrupted on entry or while it
	 * waits; it has then left the queue and holds nothing
	 * @throws PermitRejectedException if refused
	 */
	Permit acquire(int weight, Duration maxWait) throws InterruptedException;

	/**
	 * Takes permits as a request says.
	 * @param request how many, how long to wait, and for whom
	 * @return the permit, to be closed by its holder
	 * @throws InterruptedException if the thread is interrupted on entry or while it
	 * waits; it has then left the queue and holds nothing
	 * @throws PermitRejectedException if refused
	 */
	Permit acquire(AcquireRequest request) throws InterruptedException;

	/**
	 * Takes permits as a request says, and tells before the thread waits for them. A
	 * semaphore that cannot tell does not.
	 * @param request how many, how long to wait, and for whom
	 * @param beforeWaiting called by this thread once it has its place in the queue, only
	 * if it must wait; if it throws, the place is given up
	 * @return the permit, to be closed by its holder
	 * @throws InterruptedException if the thread is interrupted on entry or while it
	 * waits; it has then left the queue and holds nothing
	 * @throws PermitRejectedException if refused
	 */
	default Permit acquire(AcquireRequest request, Runnable beforeWaiting) throws InterruptedException {
		return acquire(request);
	}

	/**
	 * Takes permits as a request says, waiting through interrupts. A thread that is
	 * interrupted meanwhile keeps its place in the queue, and its interrupt status.
	 * @param request how many, how long to wait, and for whom
	 * @return the permit, to be closed by its holder
	 * @throws PermitRejectedException if refused
	 */
	default Permit acquireUninterruptibly(AcquireRequest request) {
		try {
			return acquireAsync(request).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof PermitRejectedException rejection) ? rejection : ex;
		}
	}

	/**
	 * Takes one permit if it may be had at once. Never waits.
	 * @return the permit, or null when refused for whatever reason
	 */
	@Nullable Permit tryAcquire();

	/**
	 * Takes permits if they may be had at once. Never waits.
	 * @param weight how many permits, all of them or none; 1 or more
	 * @return the permit, or null when refused for whatever reason
	 */
	@Nullable Permit tryAcquire(int weight);

	/**
	 * Takes all permits that are free, as one. Never waits, and takes none while others
	 * do.
	 * @return the permit, or null when there are none to take
	 */
	default @Nullable Permit drain() {
		SemaphoreSnapshot now = snapshot();
		while (now.available() > 0 && now.queueLength() == 0 && now.state() == SemaphoreState.OPEN) {
			Permit all = tryAcquire(now.available());
			if (all != null) {
				return all;
			}
			now = snapshot();
		}
		return null;
	}

	/**
	 * Takes permits without holding a thread while it waits. A refusal completes the
	 * future with a {@link PermitRejectedException}. Completing the future from outside
	 * (cancel, {@code orTimeout}, {@code complete}) leaves the queue; a permit granted in
	 * that race goes back. What is chained to the future before it completes runs on the
	 * {@link SemaphoreOptions#executor() executor}, not on the thread that gave the
	 * permit back.
	 * @param weight how many permits, all of them or none; 1 or more
	 * @param maxWait how long to wait; zero: not at all
	 * @return a future of the permit, to be closed by whoever receives it
	 */
	CompletableFuture<Permit> acquireAsync(int weight, Duration maxWait);

	/**
	 * Takes permits as a request says, without holding a thread while it waits.
	 * @param request how many, how long to wait, and for whom
	 * @return a future of the permit, to be closed by whoever receives it
	 * @see #acquireAsync(int, Duration)
	 */
	CompletableFuture<Permit> acquireAsync(AcquireRequest request);

	/**
	 * Gives back permits that are forgotten: those of {@link Permit#forget()}, and those
	 * that an initial number below the limit kept out. Wakes all whom they let in.
	 * @param permits how many; 1 or more
	 * @throws SemaphoreOverflowException if fewer are forgotten; nothing has changed then
	 */
	void release(int permits);

	/**
	 * Changes the limit and returns at once. Raising it lets waiters in. Lowering it
	 * revokes nothing: {@code available} goes below zero until enough permits have come
	 * back; waiters whose weight no longer fits are refused with
	 * {@link RejectionReason#TOO_LARGE TOO_LARGE} (but at 0 permits they may wait).
	 * @param permits the new limit; 0 or more
	 */
	void resize(int permits);

	/**
	 * Refuses waiters and newcomers with {@link RejectionReason#CLOSED CLOSED} until
	 * {@link #open()}. Permits that are held come back as ever. Idempotent.
	 */
	void close();

	/**
	 * Lets callers in again after {@link #close()}. Idempotent.
	 */
	void open();

	/**
	 * What this semaphore looks like at one instant; the numbers belong together.
	 * @return the snapshot
	 */
	SemaphoreSnapshot snapshot();

	/**
	 * Who holds permits, oldest first; empty unless
	 * {@link SemaphoreOptions#trackHolders() tracked}. Weakly consistent: holders that
	 * come and go meanwhile may be missed.
	 * @param limit how many to list at the most; 0 or more
	 * @return the holders
	 */
	default List<PermitHolder> holders(int limit) {
		return List.of();
	}

	/**
	 * Who waits, in the order of arrival.
	 * @param limit how many to list at the most; 0 or more
	 * @return the waiters
	 */
	default List<QueuedRequest> waiters(int limit) {
		return List.of();
	}

	/**
	 * The keys that are remembered, the busiest first: most waiting, then most held.
	 * @param limit how many to list at the most; 0 or more
	 * @return the keys
	 */
	default List<KeyUsage> keys(int limit) {
		return List.of();
	}

	/**
	 * Gives back by force what a holder holds, and whose work may go on: from then on
	 * more than the limit may be at work, which is what a semaphore is there to prevent.
	 * For permits that nobody will ever give back, and for operators who know what they
	 * do. The holder's permit ends and is {@linkplain Permit#lost() lost};
	 * {@linkplain Permit#whenLost(Runnable) its actions} run; when it is closed later,
	 * nothing happens.
	 * @param holder the {@linkplain PermitHolder#id() number} of the holder, as listed by
	 * {@link #holders(int)}
	 * @return whether there was such a holder
	 */
	default boolean unsafeRelease(long holder) {
		return false;
	}

	/**
	 * Tells a listener from now on what happens here. A semaphore that cannot does
	 * nothing.
	 * @param listener the listener; adding it twice has no effect
	 */
	default void addListener(SemaphoreListener listener) {
	}

	/**
	 * Tells a listener no more.
	 * @param listener the listener; unknown ones are ignored
	 */
	default void removeListener(SemaphoreListener listener) {
	}

}
