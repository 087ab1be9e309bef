package dev.semaphore;

import java.time.Duration;
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

	private final SharedAlarm alarm;

	private final long maxWaitNanos;

	private final Refusals refusals;

	private final Watchers watchers;

	/** Whether permits must know more than their weight. */
	private volatile boolean traced;

	InProcessSemaphore(String name, SemaphorePolicy policy, SemaphoreOptions options) {
		this.name = Arguments.name(name);
		this.policy = policy;
		this.time = options.timeSource();
		this.executor = options.executor();
		this.ledger = new PermitLedger(policy, this.time);
		this.holdings = this.ledger.holdings();
		this.alarm = new SharedAlarm(this.ledger, this.time);
		this.maxWaitNanos = Nanos.of(policy.maxWait());
		this.refusals = new Refusals(this.time.nanoTime());
		this.watchers = new Watchers(this, this.refusals, policy, options);
		this.traced = isTraced();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Permit acquire() throws InterruptedException {
		Permit permit = Thread.currentThread().isInterrupted() ? null : takeUntraced(1);
		return (permit != null) ? permit : acquire(AcquireRequest.one(), this.policy.maxWait(), null);
	}

	@Override
	public Permit acquire(int weight) throws InterruptedException {
		Permit permit = Thread.currentThread().isInterrupted() ? null : takeUntraced(weight);
		return (permit != null) ? permit : acquire(AcquireRequest.of(weight), this.policy.maxWait(), null);
	}

	@Override
	public Permit acquire(int weight, Duration maxWait) throws InterruptedException {
		Arguments.maxWait(maxWait);
		Permit permit = Thread.currentThread().isInterrupted() ? null : takeUntraced(weight);
		if (permit != null) {
			return permit;
		}
		AcquireRequest request = AcquireRequest.of(weight);
		return acquire(this.traced ? request.withMaxWait(maxWait) : request, maxWait, null);
	}

	@Override
	public Permit acquire(AcquireRequest request) throws InterruptedException {
		return acquire(request, maxWait(request), null);
	}

	@Override
	public Permit acquire(AcquireRequest request, Runnable beforeWaiting) throws InterruptedException {
		return acquire(request, maxWait(request), beforeWaiting);
	}

	@Override
	public Permit acquireUninterruptibly(AcquireRequest request) {
		Permit permit = takeFree(request, maxWait(request));
		if (permit != null) {
			return permit;
		}
		ThreadWaiter waiter = waiter(request, maxWait(request), false);
		return answer(waiter, waiter.await(null));
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
		try {
			this.ledger.enter(waiter);
			return waiter.watch(this.time);
		}
		catch (Throwable ex) {
			waiter.abandon();
			throw ex;
		}
	}

	@Override
	public void release(int permits) {
		if (permits < 1) {
			throw new IllegalArgumentException("permits to release must be 1 or more, but is " + permits);
		}
		if (this.policy.mode() != SemaphoreMode.OFF) {
			this.ledger.release(this.name, permits);
		}
	}

	@Override
	public void resize(int permits) {
		int from = this.ledger.resize(Arguments.notNegative("permits", permits));
		if (from != permits) {
			this.watchers.tell((listener) -> listener.onResized(this, from, permits));
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
				Nanos.duration(figures.oldestWaitNanos()), figures.keysInUse(), new SemaphoreStatistics(
						figures.acquired(), figures.released(), this.refusals.counts(), this.watchers.leaks()));
	}

	@Override
	public List<PermitHolder> holders(int limit) {
		return this.watchers.holders(Arguments.notNegative("limit", limit));
	}

	@Override
	public List<QueuedRequest> waiters(int limit) {
		long now = this.time.nanoTime();
		return this.ledger.waiters(Arguments.notNegative("limit", limit))
			.stream()
			.map((waiter) -> new QueuedRequest(waiter.asked(), Nanos.duration(now - waiter.since)))
			.toList();
	}

	@Override
	public List<KeyUsage> keys(int limit) {
		return this.ledger.keyUsages()
			.stream()
			.sorted(KeyUsage.BUSIEST_FIRST)
			.limit(Arguments.notNegative("limit", limit))
			.toList();
	}

	@Override
	public boolean unsafeRelease(long holder) {
		return this.watchers.releaseByForce(holder);
	}

	@Override
	public void addListener(SemaphoreListener listener) {
		this.watchers.add(listener);
		retrace();
	}

	@Override
	public void removeListener(SemaphoreListener listener) {
		this.watchers.remove(listener);
		retrace();
	}

	@Override
	public String toString() {
		return "Semaphore '" + this.name + "' (permits=" + this.holdings.permits() + ")";
	}

	PermitLedger ledger() {
		return this.ledger;
	}

	/** Whether a max wait is the policy's own. */
	boolean isUsual(long maxWaitNanos) {
		return maxWaitNanos == this.maxWaitNanos;
	}

	SharedAlarm alarm() {
		return this.alarm;
	}

	TimeSource time() {
		return this.time;
	}

	Watchers watchers() {
		return this.watchers;
	}

	Executor executor() {
		return this.executor;
	}

	/** The permit of a waiter that was granted it. */
	Permit granted(Waiter waiter) {
		return permit(waiter.asked(), waiter);
	}

	/** Counts and words the refusal of a waiter. */
	PermitRejectedException refused(Waiter waiter, RejectionReason reason) {
		long waited = countRefusal(waiter, reason);
		return this.refusals.exception(this.name, waiter.request, reason, waited, this.ledger.figures(),
				this.time.nanoTime());
	}

	/** Counts the refusal of a waiter; returns how long it had waited. */
	long countRefusal(Waiter waiter, RejectionReason reason) {
		long waited = waiter.mayWait() ? this.time.nanoTime() - waiter.since : 0;
		this.watchers.rejected(waiter.asked(), reason, waited);
		return waited;
	}

	void giveUp(Waiter waiter, RejectionReason reason) {
		if (!waiter.isSettled()) {
			this.ledger.leave(waiter, reason);
		}
	}

	private @Nullable Permit tryAcquire(AcquireRequest request) {
		Permit permit = takeFree(request, Duration.ZERO);
		if (permit != null) {
			return permit;
		}
		RejectionReason reason = this.ledger.refusalWithoutLock(request);
		if (reason == null) {
			Waiter waiter = waiter(request, Duration.ZERO, false);
			this.ledger.enter(waiter);
			reason = waiter.refusal();
			if (reason == null) {
				return permit(request, null);
			}
		}
		this.watchers.rejected(request, reason, 0);
		return null;
	}

	private @Nullable Permit takeFree(AcquireRequest request, Duration maxWait) {
		if (this.policy.mode() == SemaphoreMode.OFF) {
			return new UncountedPermit(request.weight());
		}
		if (!request.exclusive() && this.holdings.tryTake(request.weight())) {
			return permit(request, null);
		}
		return (this.policy.mode() == SemaphoreMode.DRY_RUN) ? admitAnyway(request, maxWait) : null;
	}

	private Permit admitAnyway(AcquireRequest request, Duration maxWait) {
		Admission admission = this.ledger.admitAnyway(request);
		LedgerFigures before = admission.before();
		Duration expected = this.refusals.retryAfter(before, Math.max(-before.available(), 0), this.time.nanoTime());
		RejectionReason reason = DryRun.wouldRefuse(admission, maxWait, this.policy.maxQueue(), expected);
		if (reason != null) {
			this.watchers.rejected(request, reason, 0);
		}
		return permit(admission.request(), null);
	}

	/* The short way: no request object, no look at anything but the word. */
	private @Nullable Permit takeUntraced(int weight) {
		Arguments.weight(weight);
		return (!this.traced && this.holdings.tryTake(weight)) ? new HeldPermit(this, weight) : null;
	}

	/* The permits are taken: if they cannot be handed out, they go back. */
	private Permit permit(AcquireRequest request, @Nullable Waiter waiter) {
		try {
			return (this.traced || request.exclusive()) ? this.watchers.acquired(request, waiter)
					: new HeldPermit(this, request.weight());
		}
		catch (Throwable ex) {
			if (request.exclusive()) {
				this.ledger.giveBackAll();
			}
			else {
				this.ledger.giveBack(request.weight(), request.key());
			}
			throw ex;
		}
	}

	/*
	 * What a waiting thread has on its stack is all that its wait costs, besides the
	 * waiter: so it waits as near to the door as can be, and nothing is kept meanwhile.
	 */
	private Permit acquire(AcquireRequest request, Duration maxWait, @Nullable Runnable beforeWaiting)
			throws InterruptedException {
		if (Thread.interrupted()) {
			throw interrupted();
		}
		Permit permit = takeFree(request, maxWait);
		if (permit != null) {
			return permit;
		}
		ThreadWaiter waiter = waiter(request, maxWait, true);
		ToldWait wait = waiter.await(beforeWaiting);
		if (waiter.refusal() == RejectionReason.INTERRUPTED) {
			Thread.interrupted();
			countRefusal(waiter, RejectionReason.INTERRUPTED);
			InterruptedException interrupted = interrupted();
			ToldWait.end(wait, interrupted);
			throw interrupted;
		}
		return answer(waiter, wait);
	}

	private ThreadWaiter waiter(AcquireRequest request, Duration maxWait, boolean interruptible) {
		return new ThreadWaiter(this, request, maxWait, this.time.nanoTime(), interruptible);
	}

	private Permit answer(ThreadWaiter waiter, @Nullable ToldWait wait) {
		RejectionReason reason = waiter.refusal();
		PermitRejectedException refusal = (reason != null) ? refused(waiter, reason) : null;
		ToldWait.end(wait, refusal);
		if (refusal != null) {
			throw refusal;
		}
		return granted(waiter);
	}

	private void close(boolean close) {
		if (this.ledger.close(close)) {
			SemaphoreState state = close ? SemaphoreState.CLOSED : SemaphoreState.OPEN;
			this.watchers.tell((listener) -> listener.onStateChanged(this, state));
		}
	}

	private Duration maxWait(AcquireRequest request) {
		Duration maxWait = request.maxWait();
		return (maxWait != null) ? maxWait : this.policy.maxWait();
	}

	/* Whoever writes looks again: of two who change the listeners, the last is right. */
	private void retrace() {
		do {
			this.traced = isTraced();
		}
		while (this.traced != isTraced());
	}

	private boolean isTraced() {
		return this.watchers.wantTraces() || this.ledger.hasKeys() || this.policy.mode() == SemaphoreMode.OFF;
	}

	private InterruptedException interrupted() {
		return new InterruptedException("Interrupted while acquiring a permit of semaphore '" + this.name + "'");
	}

}
