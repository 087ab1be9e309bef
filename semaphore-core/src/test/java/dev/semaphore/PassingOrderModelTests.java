package dev.semaphore;

import java.time.Duration;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Where newcomers may pass the queue, who gets a permit that comes back is left to
 * chance, so there is no one right result. In every interleaving the model checker tries,
 * all permits are accounted for, and once all are given back nobody waits any more.
 */
@Tag("any-jdk")
class PassingOrderModelTests {

	@Test
	void lifoLosesNeitherPermitNorWaiter() {
		ModelChecking.validate(Lifo.class);
	}

	@Test
	void bargingFuturesLoseNeitherPermitNorWaiter() {
		ModelChecking.validate(BargingFutures.class);
	}

	@Test
	void bargingThreadsLoseNeitherPermitNorWaiter() {
		ModelChecking.validate(BargingThreads.class);
	}

	@Test
	void bargingThreadsThatStarveLoseNeitherPermitNorWaiter() {
		ModelChecking.validate(StarvingThreads.class);
	}

	private static SemaphorePolicy policy(QueueOrder order) {
		return SemaphorePolicy.of(2).withOrder(order).withMaxQueue(2);
	}

	/** Checks in the end what cannot be checked on the way. */
	public abstract static class PassingOperations extends SemaphoreOperations {

		private final RealSubject subject;

		PassingOperations(RealSubject subject) {
			super(subject);
			this.subject = subject;
		}

		@Operation
		public void enterExclusively(@Param(gen = ThreadIdGen.class) int thread) {
			enter(thread, AcquireRequest.ofAll());
		}

		/** Those who were told that there may be a permit see for themselves. */
		@Operation
		public void wake() {
			this.subject.wake();
		}

		@Validate
		public void allComesBackAndNobodyIsLeft() {
			SemaphoreSnapshot before = this.subject.snapshot();
			ModelChecking.require(
					before.available() + before.held() + before.forgotten() == before.permits() && before.held() >= 0,
					"permits made or lost");
			if (before.forgotten() > 0) {
				ModelChecking.require(this.subject.release(before.forgotten()), "released what was forgotten");
			}
			this.subject.shut(false);
			this.subject.resize(2);
			do {
				this.subject.wake();
			}
			while (endAll());
			SemaphoreSnapshot after = this.subject.snapshot();
			ModelChecking.require(after.queueLength() == 0, "nobody waits");
			ModelChecking.require(after.available() == 2, "all permits are back");
		}

	}

	public static class Lifo extends PassingOperations {

		public Lifo() {
			super(new RealSubject(policy(QueueOrder.LIFO)));
		}

	}

	public static class BargingFutures extends PassingOperations {

		public BargingFutures() {
			super(new RealSubject(policy(QueueOrder.BARGING)));
		}

	}

	public static class BargingThreads extends PassingOperations {

		public BargingThreads() {
			super(new RealSubject(policy(QueueOrder.BARGING), true));
		}

	}

	/** Time stands still: with no bound, whoever tries in vain starves at once. */
	public static class StarvingThreads extends PassingOperations {

		public StarvingThreads() {
			super(new RealSubject(policy(QueueOrder.BARGING).withMaxOvertaking(Duration.ZERO), true));
		}

	}

}
