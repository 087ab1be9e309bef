package dev.semaphore;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The semaphore of one process: doors, waiting threads, and whom to tell. Who gets what
 * is decided in the {@link PermitLedger}.
 */
final class InProcessSemaphore implements CountingSemaphore {

	private final String name;

	private final SemaphorePolicy policy;

	private final TimeSource time;

	private final Executor executor;

	private final PermitLedger ledger;

	private final Holdings holdings;

	private final Refusals refusals;

	private final GuardedListeners listeners;

	private final @Nullable HolderTable holders;

	/** Whether permits must know more than their weight. */
	private volatile boolean traced;

	InProcessSemaphore(String name, SemaphorePolicy policy, SemaphoreOptions options) {
		this.name = Arguments.name(name);
		this.policy = policy;
		this.time = options.timeSource();
		this.executor = options.executor();
		this.ledger = new PermitLedger(policy, this.time);
		this.holdings = this.ledger.holdings();
		this.refusals = new Refusals(this.time.nanoTime());
		this.listeners = new GuardedListeners(options.listeners());
		this.holders = options.trackHolders() ? new HolderTable(policy.permits()) : null;
		this.traced = isTraced();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Permit acquire() throws InterruptedException {
		return acquire(1);
	}

	@Override
	public Permit acquire(int weight) throws InterruptedException {
		Permit permit = Thread.currentThread().isInterrupted() ? null : takeUntraced(weight);
		return (permit != null) ? permit : acquire(AcquireRequest.of(weight));
	}

	@Override
	public Permit acquire(int weight, Duration maxWait) throws InterruptedException {
		Arguments.maxWait(maxWait);
		Permit permit = Thread.currentThread().isInterrupted() ? null : takeUntraced(weight);
		return (permit != null) ? permit : acquire(AcquireRequest.of(weight).withMaxWait(maxWait));
	}

	@Override
	public Permit acquire(AcquireRequest request) throws InterruptedException {
		if (Thread.interrupted()) {
			throw interrupted();
		}
		Permit permit = takeFree(request, maxWait(request));
		return (permit != null) ? permit : await(request, null);
	}

	@Override
	public Permit acquire(AcquireRequest request, Runnable beforeWaiting) throws InterruptedException {
		if (Thread.interrupted()) {
			throw interrupted();
		}
		Permit permit = takeFree(request, maxWait(request));
		return (permit != null) ? permit : await(request, beforeWaiting);
	}

	@Override
	public @Nullable Permit tryAcquire() {
		return tryAcquire(1);
	}

	@Override
	public @Nullable Permit tryAcquire(int weight) {
		Permit permit = takeUntraced(weight);
		return (permit != null) ? permit : tryAcquire(AcquireRequest.of(weight));
	}

	@Override
	public CompletableFuture<Permit> acquireAsync(int weight, Duration maxWait) {
		return acquireAsync(AcquireRequest.of(weight).withMaxWait(Arguments.maxWait(maxWait)));
	}

	@Override
	public CompletableFuture<Permit> acquireAsync(AcquireRequest request) {
		Permit permit = takeFree(request, maxWait(request));
		if (permit != null) {
			return CompletableFuture.completedFuture(permit);
		}
		FutureWaiter waiter = new FutureWaiter(this, request, maxWait(request), this.time.nanoTime());
		this.ledger.enter(waiter);
		if (!waiter.isSettled()) {
			waiter.watch(this.time);
		}
		return waiter.future();
	}

	@Override
	public void release(int permits) {
		if (permits < 1) {
			throw new IllegalArgumentException("permits to release must be 1 or more, but is " + permits);
		}
		this.ledger.release(this.name, permits);
	}

	@Override
	public void resize(int permits) {
		int from = this.ledger.resize(Arguments.notNegative("permits", permits));
		if (from != permits) {
			this.listeners.forEach((listener) -> listener.onResized(this, from, permits));
		}
	}

	@Override
	public void close() {
		close(true);
	}

	@Override
	public void open() {
		close(false);
	}

	@Override
	public SemaphoreSnapshot snapshot() {
		LedgerFigures figures = this.ledger.figures();
		SemaphoreState state = figures.closed() ? SemaphoreState.CLOSED : SemaphoreState.OPEN;
		return new SemaphoreSnapshot(this.name, figures.permits(), figures.available(), figures.held(),
				figures.queueLength(), figures.forgotten(), state, this.policy.withPermits(figures.permits()),
				Duration.ofNanos(figures.oldestWaitNanos()), figures.keysInUse(),
				new SemaphoreStatistics(figures.acquired(), figures.released(), this.refusals.counts()));
	}

	@Override
	public List<PermitHolder> holders(int limit) {
		Arguments.notNegative("limit", limit);
		return (this.holders != null) ? this.holders.list(limit, this.time.nanoTime()) : List.of();
	}

	@Override
	public List<QueuedRequest> waiters(int limit) {
		long now = this.time.nanoTime();
		return this.ledger.waiters(Arguments.notNegative("limit", limit))
			.stream()
			.map((waiter) -> new QueuedRequest(waiter.request, Duration.ofNanos(Math.max(now - waiter.since, 0))))
			.toList();
	}

	@Override
	public List<KeyUsage> keys(int limit) {
		return this.ledger.keyUsages()
			.stream()
			.sorted(Comparator.comparingInt(KeyUsage::queueLength)
				.thenComparingInt(KeyUsage::held)
				.thenComparingLong(KeyUsage::acquired)
				.reversed())
			.limit(Arguments.notNegative("limit", limit))
			.toList();
	}

	@Override
	public void addListener(SemaphoreListener listener) {
		this.listeners.add(listener);
		this.traced = isTraced();
	}

	@Override
	public void removeListener(SemaphoreListener listener) {
		this.listeners.remove(listener);
		this.traced = isTraced();
	}

	@Override
	public String toString() {
		return "Semaphore '" + this.name + "' (permits=" + this.holdings.permits() + ")";
	}

	PermitLedger ledger() {
		return this.ledger;
	}

	Executor executor() {
		return this.executor;
	}

	/** The permit of a waiter that was granted it. */
	Permit granted(Waiter waiter) {
		return permit(waiter.request, waiter.thread, waitedNanos(waiter));
	}

	/** Counts and words the refusal of a waiter. */
	PermitRejectedException refused(Waiter waiter, RejectionReason reason) {
		long now = this.time.nanoTime();
		long waited = waiter.mayWait() ? now - waiter.since : 0;
		countRefusal(waiter.request, reason, waited);
		return this.refusals.exception(this.name, waiter.request, reason, waited, this.ledger.figures(), now);
	}

	void giveUp(Waiter waiter, RejectionReason reason) {
		if (!waiter.isSettled()) {
			this.ledger.leave(waiter, reason);
		}
	}

	void untrack(TracedPermit permit) {
		if (this.holders != null) {
			this.holders.remove(permit);
		}
	}

	void released(AcquireRequest request, TracedPermit permit) {
		if (!this.listeners.isEmpty()) {
			Duration held = permit.heldFor(this.time.nanoTime());
			this.listeners.forEach((listener) -> listener.onReleased(this, request, held));
		}
	}

	private @Nullable Permit tryAcquire(AcquireRequest request) {
		Permit permit = takeFree(request, Duration.ZERO);
		if (permit != null) {
			return permit;
		}
		RejectionReason reason = this.ledger.refusalWithoutLock(request);
		if (reason == null) {
			Waiter waiter = new ThreadWaiter(request, Duration.ZERO, this.time.nanoTime());
			this.ledger.enter(waiter);
			reason = waiter.refusal();
			if (reason == null) {
				return permit(request, Thread.currentThread(), 0);
			}
		}
		countRefusal(request, reason, 0);
		return null;
	}

	private @Nullable Permit takeFree(AcquireRequest request, Duration maxWait) {
		if (this.policy.mode() == SemaphoreMode.OFF) {
			return new UncountedPermit(request.weight());
		}
		if (!request.exclusive() && this.holdings.tryTake(request.weight())) {
			return permit(request, Thread.currentThread(), 0);
		}
		return (this.policy.mode() == SemaphoreMode.DRY_RUN) ? admitAnyway(request, maxWait) : null;
	}

	private Permit admitAnyway(AcquireRequest request, Duration maxWait) {
		LedgerFigures figures = this.ledger.figures();
		Duration expected = this.refusals.retryAfter(figures, Math.max(-figures.available(), 0), this.time.nanoTime());
		RejectionReason reason = DryRun.wouldRefuse(this.ledger.judge(request), figures, maxWait,
				this.policy.maxQueue(), expected);
		if (reason != null) {
			countRefusal(request, reason, 0);
		}
		return permit(this.ledger.admitAnyway(request), Thread.currentThread(), 0);
	}

	/* The short way: no request object, no look at anything but the word. */
	private @Nullable Permit takeUntraced(int weight) {
		Arguments.weight(weight);
		return (!this.traced && this.holdings.tryTake(weight)) ? new HeldPermit(this, weight) : null;
	}

	private Permit permit(AcquireRequest request, Thread thread, long waitedNanos) {
		if (!this.traced && !request.exclusive()) {
			return new HeldPermit(this, request.weight());
		}
		TracedPermit permit = new TracedPermit(this, request, thread, this.time.nanoTime());
		if (this.holders != null) {
			this.holders.add(permit);
		}
		if (!this.listeners.isEmpty()) {
			Duration waited = (waitedNanos > 0) ? Duration.ofNanos(waitedNanos) : Duration.ZERO;
			this.listeners.forEach((listener) -> listener.onAcquired(this, request, waited));
		}
		return permit;
	}

	private Permit await(AcquireRequest request, @Nullable Runnable beforeWaiting) throws InterruptedException {
		ThreadWaiter waiter = new ThreadWaiter(request, maxWait(request), this.time.nanoTime());
		this.ledger.enter(waiter);
		if (beforeWaiting != null && !waiter.isSettled()) {
			tell(waiter, beforeWaiting);
		}
		while (!waiter.isSettled()) {
			long remaining = waiter.remainingNanos(this.time.nanoTime());
			if (remaining <= 0) {
				giveUp(waiter, RejectionReason.TIMED_OUT);
			}
			else if (Thread.currentThread().isInterrupted()) {
				giveUp(waiter, RejectionReason.INTERRUPTED);
			}
			else {
				this.time.parkNanos(this, waiter.isBounded() ? remaining : Long.MAX_VALUE);
				if (waiter.signalled && !waiter.isSettled()) {
					this.ledger.retry(waiter);
				}
			}
		}
		RejectionReason reason = waiter.refusal();
		if (reason == null) {
			return granted(waiter);
		}
		if (reason == RejectionReason.INTERRUPTED && Thread.interrupted()) {
			countRefusal(request, reason, waitedNanos(waiter));
			throw interrupted();
		}
		throw refused(waiter, reason);
	}

	private void tell(ThreadWaiter waiter, Runnable beforeWaiting) {
		try {
			beforeWaiting.run();
		}
		catch (Throwable ex) {
			giveUp(waiter, RejectionReason.INTERRUPTED);
			if (waiter.refusal() == null) {
				granted(waiter).close();
			}
			else {
				countRefusal(waiter.request, RejectionReason.INTERRUPTED, waitedNanos(waiter));
			}
			throw ex;
		}
	}

	private void countRefusal(AcquireRequest request, RejectionReason reason, long waitedNanos) {
		this.refusals.count(reason);
		if (!this.listeners.isEmpty()) {
			Duration waited = (waitedNanos > 0) ? Duration.ofNanos(waitedNanos) : Duration.ZERO;
			this.listeners.forEach((listener) -> listener.onRejected(this, request, reason, waited));
		}
	}

	private void close(boolean close) {
		if (this.ledger.close(close)) {
			SemaphoreState state = close ? SemaphoreState.CLOSED : SemaphoreState.OPEN;
			this.listeners.forEach((listener) -> listener.onStateChanged(this, state));
		}
	}

	private Duration maxWait(AcquireRequest request) {
		Duration maxWait = request.maxWait();
		return (maxWait != null) ? maxWait : this.policy.maxWait();
	}

	private long waitedNanos(Waiter waiter) {
		return this.time.nanoTime() - waiter.since;
	}

	private boolean isTraced() {
		return this.holders != null || this.ledger.hasKeys() || !this.listeners.isEmpty()
				|| this.policy.mode() == SemaphoreMode.OFF;
	}

	private InterruptedException interrupted() {
		return new InterruptedException("Interrupted while acquiring a permit of semaphore '" + this.name + "'");
	}

}
