package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * The real semaphore as a subject of comparison: its waiters are neither threads nor
 * futures, so that nothing but the ledger decides.
 */
final class RealSubject implements Subject {

	private final InProcessSemaphore semaphore;

	private final boolean likeThreads;

	RealSubject(SemaphorePolicy policy) {
		this(policy, false);
	}

	/**
	 * Creates a subject.
	 * @param policy its policy
	 * @param likeThreads whether its waiters can be told to try for themselves, as
	 * threads can and futures cannot
	 */
	RealSubject(SemaphorePolicy policy, boolean likeThreads) {
		this.likeThreads = likeThreads;
		this.semaphore = new InProcessSemaphore("model", policy,
				SemaphoreOptions.defaults().withTimeSource(StandingTime.INSTANCE).withExecutor(Runnable::run));
	}

	SemaphoreSnapshot snapshot() {
		return this.semaphore.snapshot();
	}

	/** Has those try for themselves who were told to. */
	void wake() {
		PermitLedger ledger = this.semaphore.ledger();
		ledger.waiters(Integer.MAX_VALUE).stream().filter((waiter) -> waiter.signalled).forEach(ledger::retry);
	}

	@Override
	public Ticket tryAcquire(int weight) {
		Permit permit = this.semaphore.tryAcquire(weight);
		return (permit != null) ? new Granted(permit) : null;
	}

	@Override
	public Ticket enter(AcquireRequest request) {
		Waiting waiting = new Waiting(this.semaphore, new ModelWaiter(request, this.likeThreads));
		this.semaphore.ledger().enter(waiting.waiter);
		return waiting;
	}

	@Override
	public boolean release(int permits) {
		try {
			this.semaphore.release(permits);
			return true;
		}
		catch (SemaphoreOverflowException ex) {
			return false;
		}
	}

	@Override
	public void resize(int permits) {
		this.semaphore.resize(permits);
	}

	@Override
	public void shut(boolean shut) {
		if (shut) {
			this.semaphore.close();
		}
		else {
			this.semaphore.open();
		}
	}

	@Override
	public String numbers() {
		LedgerFigures now = this.semaphore.ledger().figures();
		return now.permits() + " permits, " + now.available() + " available, " + now.held() + " held, "
				+ now.forgotten() + " forgotten, " + now.queueLength() + " waiting";
	}

	private static final class Waiting implements Ticket {

		private final InProcessSemaphore semaphore;

		private final ModelWaiter waiter;

		private Permit permit;

		Waiting(InProcessSemaphore semaphore, ModelWaiter waiter) {
			this.semaphore = semaphore;
			this.waiter = waiter;
		}

		/*
		 * Asked of the queue, under the lock: a look past it could see a part of what is
		 * being done.
		 */
		@Override
		public String standing() {
			List<Waiter> waiters = this.semaphore.ledger().waiters(Integer.MAX_VALUE);
			if (waiters.contains(this.waiter)) {
				return "WAITING";
			}
			RejectionReason refusal = this.waiter.refusal();
			return (refusal != null) ? refusal.name() : "GRANTED";
		}

		@Override
		public void leave() {
			this.semaphore.giveUp(this.waiter, RejectionReason.TIMED_OUT);
		}

		@Override
		public void close() {
			permit().close();
		}

		@Override
		public void forget() {
			permit().forget();
		}

		@Override
		public int weight() {
			return permit().weight();
		}

		private Permit permit() {
			if (this.permit == null) {
				this.permit = this.semaphore.granted(this.waiter);
			}
			return this.permit;
		}

	}

	private record Granted(Permit permit) implements Ticket {

		@Override
		public String standing() {
			return "GRANTED";
		}

		@Override
		public void leave() {
		}

		@Override
		public void close() {
			this.permit.close();
		}

		@Override
		public void forget() {
			this.permit.forget();
		}

		@Override
		public int weight() {
			return this.permit.weight();
		}

	}

	/** Nobody's: it only sees how it is settled. */
	private static final class ModelWaiter extends Waiter {

		private final boolean likeThread;

		ModelWaiter(AcquireRequest request, boolean likeThread) {
			super(request, Duration.ofDays(1), 0);
			this.likeThread = likeThread;
		}

		@Override
		boolean canTryItself() {
			return this.likeThread;
		}

		@Override
		void announce() {
		}

	}

	private enum StandingTime implements TimeSource {

		INSTANCE;

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			return new CompletableFuture<>();
		}

	}

}
