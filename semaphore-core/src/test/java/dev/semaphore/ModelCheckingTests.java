package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Model checking: small programs of two threads, in all interleavings that the checker
 * reaches, behave as if their operations had run one after the other. What it checks is
 * the {@link PermitLedger}, where all races are decided: taking and giving back past the
 * lock, queueing, leaving (a time-out, an interrupt and a cancelled future are this),
 * being granted, forgetting, releasing, resizing, closing, opening, and reading the
 * numbers.
 * <p>
 * Small unless {@code -Dlincheck.deep=true}.
 */
@Tag("any-jdk")
class ModelCheckingTests {

	private static int interleavings(Class<? extends HandOver> model) {
		return ModelChecking.DEEP ? 5_000 : (model == FifoHandOver.class) ? 200 : 40;
	}

	@ParameterizedTest
	@ValueSource(classes = { FifoHandOver.class, Fifo.class, Lifo.class, Barging.class, Priority.class, Keyed.class })
	void whatThreadsDoAtOnceIsAsIfDoneOneAfterTheOther(Class<? extends HandOver> model) {
		new ModelCheckingOptions().threads(2)
			.actorsBefore(0)
			.actorsPerThread(ModelChecking.DEEP ? 4 : 3)
			.actorsAfter(1)
			.iterations(ModelChecking.DEEP ? 100 : 3)
			.invocationsPerIteration(interleavings(model))
			// statistics: no decision depends on them
			.addGuarantee(ManagedStrategyGuaranteeKt
				.forClasses("java.util.concurrent.atomic.LongAdder", "java.util.concurrent.atomic.Striped64")
				.allMethods()
				.ignore())
			.check(model);
	}

	/**
	 * Each thread has one request at a time, which waits or holds. One holds all at
	 * first.
	 */
	public abstract static class HandOver {

		private static final int THREADS = 8;

		final PermitLedger ledger;

		final ModelWaiter[] requests = new ModelWaiter[THREADS];

		protected HandOver(SemaphorePolicy policy) {
			this.ledger = new PermitLedger(policy, new StandingTime());
			this.requests[1] = new ModelWaiter(request(1, 2));
			this.ledger.enter(this.requests[1]);
		}

		/** What came of it is for {@link #look} to see: it may be settled at any time. */
		@Operation
		public void enter(@Param(gen = ThreadIdGen.class) int thread,
				@Param(gen = IntGen.class, conf = "1:2") int weight) {
			if (this.requests[thread] == null) {
				this.requests[thread] = new ModelWaiter(request(thread, weight));
				this.ledger.enter(this.requests[thread]);
			}
		}

		@Operation
		public String look(@Param(gen = ThreadIdGen.class) int thread) {
			ModelWaiter request = this.requests[thread];
			if (request == null) {
				return "none";
			}
			if (request.signalled) {
				this.ledger.retry(request);
			}
			if (request.refusal() == null) {
				return request.isGranted() ? "holds" : "waits";
			}
			this.requests[thread] = null;
			return String.valueOf(request.refusal());
		}

		@Operation
		public boolean giveBack(@Param(gen = ThreadIdGen.class) int thread) {
			ModelWaiter request = this.requests[thread];
			if (request == null || !request.isGranted()) {
				return false;
			}
			this.requests[thread] = null;
			this.ledger.giveBack(request.request.weight(), request.request.key());
			return true;
		}

		/** When all is done: who still waits must have a reason to. */
		@Validate
		public void nobodyWaitsForWhatIsFree() {
			LedgerFigures figures = this.ledger.figures();
			boolean allFree = !figures.closed() && figures.held() == 0 && figures.available() > 0;
			for (Waiter waiter : this.ledger.waiters(THREADS)) {
				if (allFree && !waiter.signalled && waiter.request.weight() <= figures.available()) {
					throw new IllegalStateException("waits although nothing is held: " + figures);
				}
			}
		}

		private static AcquireRequest request(int thread, int weight) {
			return AcquireRequest.of(weight).withKey("key" + thread % 2).withPriority(thread);
		}

	}

	/**
	 * Taking and giving back alone, so that the checker sees more of their interleavings.
	 */
	public static class FifoHandOver extends HandOver {

		public FifoHandOver() {
			super(SemaphorePolicy.of(2));
		}

	}

	/**
	 * All that a ledger does.
	 */
	public abstract static class Model extends HandOver {

		protected Model(SemaphorePolicy policy) {
			super(policy);
		}

		@Operation
		public void leave(@Param(gen = ThreadIdGen.class) int thread) {
			if (this.requests[thread] != null) {
				this.ledger.leave(this.requests[thread], RejectionReason.TIMED_OUT);
			}
		}

		@Operation
		public boolean forget(@Param(gen = ThreadIdGen.class) int thread) {
			ModelWaiter request = this.requests[thread];
			if (request == null || !request.isGranted()) {
				return false;
			}
			this.requests[thread] = null;
			this.ledger.forget(request.request.weight(), request.request.key());
			return true;
		}

		@Operation
		public boolean release() {
			try {
				this.ledger.release("model", 1);
				return true;
			}
			catch (SemaphoreOverflowException ex) {
				return false;
			}
		}

		@Operation
		public void resize(@Param(gen = IntGen.class, conf = "1:3") int permits) {
			this.ledger.resize(permits);
		}

		@Operation
		public boolean close() {
			return this.ledger.close(true);
		}

		@Operation
		public boolean open() {
			return this.ledger.close(false);
		}

		@Operation
		public String numbers() {
			LedgerFigures figures = this.ledger.figures();
			if (figures.available() + figures.held() + figures.forgotten() != figures.permits()) {
				throw new IllegalStateException("permits made or lost: " + figures);
			}
			return figures.permits() + " " + figures.held() + " " + figures.queueLength();
		}

	}

	/**
	 * In the order of arrival.
	 */
	public static class Fifo extends Model {

		public Fifo() {
			super(SemaphorePolicy.of(2));
		}

	}

	/**
	 * Newest first, with a queue that overflows.
	 */
	public static class Lifo extends Model {

		public Lifo() {
			super(SemaphorePolicy.of(2).withOrder(QueueOrder.LIFO).withMaxQueue(1));
		}

	}

	/**
	 * Whoever asks, with waiters that are signalled.
	 */
	public static class Barging extends Model {

		public Barging() {
			super(SemaphorePolicy.of(2).withOrder(QueueOrder.BARGING));
		}

	}

	/**
	 * The larger priority first.
	 */
	public static class Priority extends Model {

		public Priority() {
			super(SemaphorePolicy.of(2).withOrder(QueueOrder.PRIORITY));
		}

	}

	/**
	 * With keys.
	 */
	public static class Keyed extends Model {

		public Keyed() {
			super(SemaphorePolicy.of(2).withPermitsPerKey(2).withMaxKeys(2));
		}

	}

	/**
	 * A waiter that the checker's thread looks after by itself.
	 */
	private static final class ModelWaiter extends Waiter {

		ModelWaiter(AcquireRequest request) {
			super(request, Duration.ofDays(1), 0);
		}

		@Override
		boolean canTryItself() {
			return true;
		}

		@Override
		void announce() {
		}

	}

	/**
	 * Time has no part in these models.
	 */
	private static final class StandingTime implements TimeSource {

		@Override
		public long nanoTime() {
			return 0;
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			throw new UnsupportedOperationException("nobody parks");
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			return new CompletableFuture<>();
		}

	}

}
