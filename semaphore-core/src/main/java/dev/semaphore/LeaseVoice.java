package dev.semaphore;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

import dev.semaphore.store.Figures;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens to the claims of one semaphore over a store, and tells of it:
 * callers, listeners, the log.
 */
final class LeaseVoice {

	private static final Logger LOGGER = System.getLogger(SharedSemaphore.class.getName());

	private final SharedSemaphore semaphore;

	private final StoreCalls calls;

	private final TimeSource time;

	private final Executor executor;

	private final LeaseOptions leases;

	private final Refusals refusals;

	private final GuardedListeners listeners;

	private final LongAdder acquired = new LongAdder();

	private final LongAdder released = new LongAdder();

	private final LongAdder leaked = new LongAdder();

	private final boolean watched;

	LeaseVoice(SharedSemaphore semaphore, StoreCalls calls, SemaphoreOptions options, LeaseOptions leases) {
		this.semaphore = semaphore;
		this.calls = calls;
		this.time = options.timeSource();
		this.executor = options.executor();
		this.leases = leases;
		this.watched = options.watchHolders();
		this.refusals = new Refusals(this.time.nanoTime());
		this.listeners = new GuardedListeners(options.listeners());
	}

	GuardedListeners listeners() {
		return this.listeners;
	}

	SemaphoreStatistics statistics() {
		return new SemaphoreStatistics(this.acquired.sum(), this.released.sum(), this.refusals.counts(),
				this.leaked.sum());
	}

	/** Those who want to be told of the wait of a request, or null if nobody does. */
	@Nullable ToldWait wait(AcquireRequest request) {
		return this.listeners.wait(this.semaphore, request);
	}

	/** Where the current thread is, if that is to be known of holders. */
	@Nullable Throwable trace() {
		return this.watched ? new Throwable("A permit was asked for here") : null;
	}

	/** What a holder is to be given, who got the permits of a claim. */
	Permit handle(LeasedPermit permit) {
		return this.watched ? new WatchedPermit(permit, () -> collected(permit)) : permit;
	}

	private void collected(LeasedPermit permit) {
		if (permit.leak()) {
			this.leaked.increment();
		}
	}

	void releasingByForce(LeasedClaim claim) {
		Duration held = since(claim.heldSince);
		this.listeners.forEach((listener) -> listener.onUnsafeRelease(this.semaphore, claim.request, held));
	}

	void granted(LeasedClaim claim) {
		this.acquired.increment();
		Duration waited = since(claim.since);
		this.listeners.forEach((listener) -> listener.onAcquired(this.semaphore, claim.request, waited));
	}

	void ended(LeasedClaim claim) {
		this.released.increment();
		Duration held = since(claim.heldSince);
		this.listeners.forEach((listener) -> listener.onReleased(this.semaphore, claim.request, held));
	}

	void refused(LeasedClaim claim, RejectionReason reason) {
		this.refusals.count(reason);
		Duration waited = claim.mayWait() ? since(claim.since) : Duration.ZERO;
		this.listeners.forEach((listener) -> listener.onRejected(this.semaphore, claim.request, reason, waited));
	}

	/** Puts a refusal into words. */
	PermitRejectedException rejection(LeasedClaim claim, RejectionReason reason) {
		Figures figures = this.calls.figures();
		LedgerFigures numbers = new LedgerFigures(figures.terms().permits(), figures.available(), figures.held(),
				figures.terms().forgotten(), figures.queueLength(), false, 0, 0, this.acquired.sum(),
				this.released.sum());
		long now = this.time.nanoTime();
		return this.refusals.exception(this.semaphore.name(), claim.request, reason,
				claim.mayWait() ? now - claim.since : 0, numbers, now);
	}

	/** A lease is lost that somebody here still relies on. */
	void lost(LeasedClaim claim, List<Runnable> actions) {
		Duration held = since(claim.heldSince);
		LOGGER.log(Level.WARNING, "Semaphore ''{0}'' lost the lease of {1} permit(s) after {2}: they are in use here,"
				+ " and may be somebody else''s by now", this.semaphore.name(), claim.request.weight(), held);
		this.listeners.forEach((listener) -> listener.onLeaseLost(this.semaphore, claim.request, held));
		act(actions);
		if (this.leases.onLeaseLost() == LeaseLossAction.INTERRUPT && claim.isOfThread() && claim.isHolding()) {
			claim.thread.interrupt();
		}
	}

	void act(List<Runnable> actions) {
		actions.forEach(this::execute);
	}

	void resized(int from, int to) {
		this.listeners.forEach((listener) -> listener.onResized(this.semaphore, from, to));
	}

	void closed(boolean closed) {
		SemaphoreState state = closed ? SemaphoreState.CLOSED : SemaphoreState.OPEN;
		this.listeners.forEach((listener) -> listener.onStateChanged(this.semaphore, state));
	}

	void backend(BackendState state, @Nullable Throwable cause) {
		String backend = "The " + this.semaphore.backend() + " backend of semaphore '" + this.semaphore.name() + "' ";
		if (state == BackendState.DOWN) {
			LOGGER.log(Level.WARNING, backend + "does not answer. Until it does: " + this.leases.onBackendFailure(),
					cause);
		}
		else {
			LOGGER.log(Level.INFO, backend + "answers again");
		}
		this.listeners.forEach((listener) -> listener.onBackendStateChanged(this.semaphore, state));
	}

	Executor executor() {
		return this.executor;
	}

	Duration since(long then) {
		return Duration.ofNanos(Math.max(this.time.nanoTime() - then, 0));
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// no thread to be had: better on this one than never
			task.run();
		}
	}

}
