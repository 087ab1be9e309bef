package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Those who watch a semaphore: its listeners, the table of who holds, and the count of
 * refusals.
 */
final class Watchers {

	private final InProcessSemaphore semaphore;

	private final Refusals refusals;

	private final TimeSource time;

	private final GuardedListeners listeners;

	private final @Nullable HolderTable holders;

	Watchers(InProcessSemaphore semaphore, Refusals refusals, SemaphorePolicy policy, SemaphoreOptions options) {
		this.semaphore = semaphore;
		this.refusals = refusals;
		this.time = options.timeSource();
		this.listeners = new GuardedListeners(options.listeners());
		boolean watched = options.watchHolders();
		this.holders = (watched || options.trackHolders()) ? new HolderTable(policy.permits(), watched) : null;
	}

	/** Those who want to be told of the wait of a request, or null if nobody does. */
	@Nullable ToldWait wait(AcquireRequest request) {
		return this.listeners.wait(this.semaphore, request);
	}

	/** Whether permits must know more than their weight. */
	boolean wantTraces() {
		return this.holders != null || this.listeners.hearOfPermits();
	}

	void add(SemaphoreListener listener) {
		this.listeners.add(listener);
	}

	void remove(SemaphoreListener listener) {
		this.listeners.remove(listener);
	}

	List<PermitHolder> holders(int limit) {
		return (this.holders != null) ? this.holders.list(limit, this.time.nanoTime()) : List.of();
	}

	/** Takes permits from their holder; returns whether there is one of that number. */
	boolean releaseByForce(long holder) {
		TracedPermit permit = (this.holders != null && holder > 0) ? this.holders.find(holder) : null;
		return permit != null && permit.endByForce();
	}

	/** How many permits were lost, as far as that is known. */
	long leaks() {
		return (this.holders != null) ? this.holders.leaks() : 0;
	}

	/** Where the current thread is, if that is to be known of holders. */
	@Nullable Throwable trace() {
		return (this.holders != null) ? this.holders.trace() : null;
	}

	/** The permit of a request that got it, after it waited if it did. */
	Permit acquired(AcquireRequest request, @Nullable Waiter waiter) {
		long now = this.time.nanoTime();
		Thread thread = (waiter != null) ? waiter.thread : Thread.currentThread();
		Throwable askedAt = (waiter != null) ? waiter.askedAt() : null;
		Throwable takenAt = (askedAt != null) ? askedAt : trace();
		TracedPermit traced = new TracedPermit(this.semaphore, request, thread, now, takenAt);
		Permit permit = (this.holders != null) ? this.holders.add(traced) : traced;
		if (!this.listeners.isEmpty()) {
			Duration waited = (waiter != null) ? Nanos.duration(now - waiter.since) : Duration.ZERO;
			this.listeners.forEach((listener) -> listener.onAcquired(this.semaphore, request, waited));
		}
		return permit;
	}

	/** To be called before the permit is given back. */
	void releasing(TracedPermit permit) {
		if (this.holders != null) {
			this.holders.remove(permit);
		}
	}

	/** To be called before a permit is given back that its holder still relies on. */
	void releasingByForce(AcquireRequest request, TracedPermit permit) {
		Duration held = permit.heldFor(this.time.nanoTime());
		this.listeners.forEach((listener) -> listener.onUnsafeRelease(this.semaphore, request, held));
	}

	/** To be called after the permit was given back. */
	void released(AcquireRequest request, TracedPermit permit) {
		if (!this.listeners.isEmpty()) {
			Duration held = permit.heldFor(this.time.nanoTime());
			this.listeners.forEach((listener) -> listener.onReleased(this.semaphore, request, held));
		}
	}

	void rejected(AcquireRequest request, RejectionReason reason, long waitedNanos) {
		this.refusals.count(reason);
		if (!this.listeners.isEmpty()) {
			Duration waited = Nanos.duration(waitedNanos);
			this.listeners.forEach((listener) -> listener.onRejected(this.semaphore, request, reason, waited));
		}
	}

	void tell(Consumer<SemaphoreListener> event) {
		this.listeners.forEach(event);
	}

}
