package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.semaphore.store.Changed;
import dev.semaphore.store.Figures;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.Report;
import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore over a shared store: doors, waiting threads, and whom to tell. How claims
 * stand is known to the {@link LeaseBook}; the {@link LeaseKeeper} keeps them alive.
 */
final class LeasedSemaphore implements SharedSemaphore {

	private final String name;

	private final SemaphorePolicy policy;

	private final LeaseOptions leases;

	private final TimeSource time;

	private final StoreCalls calls;

	private final LeaseTable table = new LeaseTable();

	private final StoreAnswers answers;

	private final LeaseBook book;

	private final LeaseAudit audit;

	private final LeaseKeeper keeper;

	private final SharedMembership membership;

	private final LeaseVoice voice;

	private final LeaseView view;

	LeasedSemaphore(String name, SemaphorePolicy policy, SemaphoreOptions options, PermitStore store,
			LeaseOptions leases) {
		this.name = Arguments.name(name);
		this.policy = SharedPolicies.check(name, policy);
		this.leases = leases;
		this.time = options.timeSource();
		Terms terms = new Terms(policy.permits(), policy.permits() - policy.initialPermits(), 0);
		Membership member = new Membership(name, leases.instance(), leases.lease(), terms);
		PermitStore used = leases.localShare() ? new BlockStore(store, this.time, member) : store;
		this.calls = new StoreCalls(used, this.time, member, leases.timeout());
		this.voice = new LeaseVoice(this, this.calls, options, leases);
		this.answers = new StoreAnswers(name, this.calls, leases.mayBlock());
		LeaseEndings endings = new LeaseEndings(this.calls);
		this.view = new LeaseView(name, policy, options.trackHolders() || options.watchHolders(), this.calls,
				this.answers, this.table, endings, this.voice);
		LeaseFailover failover = new LeaseFailover(this.table, this.calls, leases.onBackendFailure(),
				new LocalShare(name, policy, options));
		this.book = new LeaseBook(this, this.calls, this.table, endings, failover, policy.maxQueue());
		this.audit = new LeaseAudit(this.voice, this.table, this.book, endings, failover, this.calls);
		this.keeper = new LeaseKeeper(this.calls, this.time, leases, this.table, this.book, this.audit);
		this.calls.listener(new StoreBystander(this.voice, this.book, this.audit, this.keeper, failover));
		this.membership = new SharedMembership(this.calls, name, leases.instance(), this.keeper, this.book);
		this.membership.join();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String backend() {
		return this.calls.store().kind();
	}

	@Override
	public String instance() {
		return this.leases.instance();
	}

	@Override
	public BackendState backendState() {
		return this.calls.state();
	}

	@Override
	public CompletionStage<Report> report(int limit) {
		Arguments.notNegative("limit", limit);
		return this.calls.call((member) -> this.calls.store().report(member, limit), Report::figures);
	}

	@Override
	public Permit acquire() throws InterruptedException {
		return acquire(AcquireRequest.one());
	}

	@Override
	public Permit acquire(int weight) throws InterruptedException {
		return acquire(AcquireRequest.of(weight));
	}

	@Override
	public Permit acquire(int weight, Duration maxWait) throws InterruptedException {
		return acquire(AcquireRequest.of(weight).withMaxWait(Arguments.maxWait(maxWait)));
	}

	@Override
	public Permit acquire(AcquireRequest request) throws InterruptedException {
		return take(request, null);
	}

	@Override
	public Permit acquire(AcquireRequest request, Runnable beforeWaiting) throws InterruptedException {
		return take(request, beforeWaiting);
	}

	@Override
	public @Nullable Permit tryAcquire() {
		return tryAcquire(1);
	}

	@Override
	public @Nullable Permit tryAcquire(int weight) {
		if (this.policy.mode() == SemaphoreMode.OFF) {
			return new UncountedPermit(Arguments.weight(weight));
		}
		LeasedClaim claim = claim(AcquireRequest.of(weight), Duration.ZERO, true);
		if (!this.answers.mayBlock()) {
			this.voice.refused(claim, RejectionReason.UNAVAILABLE);
			return null;
		}
		this.book.enter(claim);
		boolean interrupted = false;
		while (!claim.isSettled()) {
			// not for long: the store answers, or is taken to be away
			interrupted |= Thread.interrupted();
			this.time.parkNanos(this, Long.MAX_VALUE);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		RejectionReason reason = claim.refusal();
		if (reason == null) {
			return granted(claim);
		}
		this.voice.refused(claim, reason);
		return null;
	}

	@Override
	public CompletableFuture<Permit> acquireAsync(int weight, Duration maxWait) {
		return acquireAsync(AcquireRequest.of(weight).withMaxWait(Arguments.maxWait(maxWait)));
	}

	@Override
	public CompletableFuture<Permit> acquireAsync(AcquireRequest request) {
		if (this.policy.mode() == SemaphoreMode.OFF) {
			return CompletableFuture.completedFuture(new UncountedPermit(request.weight()));
		}
		LeasedClaim claim = claim(request, maxWait(request), false);
		this.book.enter(claim);
		return claim.watch(this.time);
	}

	@Override
	public void release(int permits) {
		if (permits < 1) {
			throw new IllegalArgumentException("permits to release must be 1 or more, but is " + permits);
		}
		if (!this.answers.mayBlock()) {
			overflow(permits <= this.calls.figures().terms().forgotten(), permits, this.calls.figures());
		}
		Changed changed = this.answers
			.await(this.calls.call((member) -> this.calls.store().release(member, permits), Changed::figures));
		if (changed != null) {
			overflow(changed.done(), permits, changed.figures());
		}
	}

	@Override
	public void resize(int permits) {
		Arguments.notNegative("permits", permits);
		this.answers.await(this.calls.call((member) -> this.calls.store().resize(member, permits), Changed::figures));
	}

	@Override
	public void close() {
		close(true);
	}

	@Override
	public void open() {
		this.membership.join();
		close(false);
	}

	@Override
	public SemaphoreSnapshot snapshot() {
		return this.view.snapshot(this.book.isClosed() ? SemaphoreState.CLOSED : SemaphoreState.OPEN);
	}

	@Override
	public List<PermitHolder> holders(int limit) {
		return this.view.holders(Arguments.notNegative("limit", limit));
	}

	@Override
	public List<QueuedRequest> waiters(int limit) {
		return this.view.waiters(Arguments.notNegative("limit", limit));
	}

	@Override
	public boolean unsafeRelease(long holder) {
		LeasedPermit permit = this.view.holder(holder);
		return permit != null && permit.endByForce();
	}

	@Override
	public CompletionStage<Boolean> unsafeEndLease(String instance) {
		return this.membership.endLease(instance);
	}

	@Override
	public void addListener(SemaphoreListener listener) {
		this.voice.listeners().add(listener);
	}

	@Override
	public void removeListener(SemaphoreListener listener) {
		this.voice.listeners().remove(listener);
	}

	@Override
	public CompletionStage<?> leave() {
		close();
		return this.membership.leave();
	}

	@Override
	public String toString() {
		return "Semaphore '" + this.name + "' (permits=" + this.calls.figures().terms().permits() + ", backend="
				+ backend() + ")";
	}

	/** Somebody waits in the store's queue. */
	void waiting() {
		this.keeper.waiting();
	}

	LeaseVoice voice() {
		return this.voice;
	}

	/** The permit of a claim that was granted. */
	Permit granted(LeasedClaim claim) {
		claim.heldSince = this.time.nanoTime();
		LeasedPermit permit = new LeasedPermit(this, claim);
		claim.permit = permit;
		this.voice.granted(claim);
		return this.voice.handle(permit);
	}

	/** Counts and words the refusal of a claim. */
	PermitRejectedException refused(LeasedClaim claim, RejectionReason reason) {
		this.voice.refused(claim, reason);
		return this.voice.rejection(claim, reason);
	}

	void giveUp(LeasedClaim claim, RejectionReason reason) {
		if (!claim.isSettled()) {
			boolean noAnswer = reason == RejectionReason.TIMED_OUT && this.calls.isDown()
					&& claim.stage != LeaseStage.LOCAL;
			this.book.leave(claim, noAnswer ? RejectionReason.BACKEND_UNAVAILABLE : reason);
		}
	}

	void giveBack(LeasedClaim claim) {
		this.book.end(claim, false);
		this.voice.ended(claim);
	}

	void giveBackByForce(LeasedClaim claim) {
		try {
			this.voice.releasingByForce(claim);
			this.audit.loseByForce(claim);
		}
		finally {
			giveBack(claim);
		}
	}

	/**
	 * Leaves permits out, and waits for the store to know, so that a release finds them.
	 */
	void forget(LeasedClaim claim) {
		LeaseEnding ending = this.book.end(claim, true);
		this.voice.ended(claim);
		if (ending != null && !this.calls.isDown() && this.answers.mayBlock()) {
			ending.told.join();
		}
	}

	int weight(LeasedClaim claim) {
		return this.view.weight(claim);
	}

	boolean isLost(LeasedClaim claim) {
		return claim.lost || (claim.token > 0 && claim.isHolding() && this.calls.leftNanos() <= 0);
	}

	void whenLost(LeasedClaim claim, Runnable action) {
		this.audit.whenLost(claim, action);
	}

	private Permit take(AcquireRequest request, @Nullable Runnable beforeWaiting) throws InterruptedException {
		if (Thread.interrupted()) {
			throw interrupted();
		}
		if (this.policy.mode() == SemaphoreMode.OFF) {
			return new UncountedPermit(request.weight());
		}
		LeasedClaim claim = claim(request, maxWait(request), true);
		claim.toldOfWait = beforeWaiting != null || !this.voice.listeners().isEmpty();
		this.book.enter(claim);
		ToldWait wait = claim.await(beforeWaiting, this.time);
		RejectionReason reason = claim.refusal();
		if (reason == null) {
			ToldWait.end(wait, null);
			return granted(claim);
		}
		if (reason == RejectionReason.INTERRUPTED && Thread.interrupted()) {
			this.voice.refused(claim, reason);
			InterruptedException interrupted = interrupted();
			ToldWait.end(wait, interrupted);
			throw interrupted;
		}
		PermitRejectedException refusal = refused(claim, reason);
		ToldWait.end(wait, refusal);
		throw refusal;
	}

	private LeasedClaim claim(AcquireRequest request, Duration maxWait, boolean ofThread) {
		return new LeasedClaim(this, request, maxWait, this.time.nanoTime(), ofThread);
	}

	private void close(boolean close) {
		if (this.book.close(close)) {
			this.voice.closed(close);
		}
	}

	private void overflow(boolean done, int permits, Figures figures) {
		if (!done) {
			throw new SemaphoreOverflowException(this.name, permits, figures.terms().forgotten());
		}
	}

	private Duration maxWait(AcquireRequest request) {
		Duration maxWait = request.maxWait();
		return (maxWait != null) ? maxWait : this.policy.maxWait();
	}

	private InterruptedException interrupted() {
		return new InterruptedException("Interrupted while acquiring a permit of semaphore '" + this.name + "'");
	}

}
