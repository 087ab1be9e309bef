package dev.semaphore;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Where nobody passes the queue, every interleaving of a few operations has the results
 * of the plain semaphore that does them one after the other: the semaphore is
 * linearizable. The model checker tries them.
 */
@Tag("any-jdk")
class StrictOrderModelTests {

	private static final SemaphorePolicy FIFO = SemaphorePolicy.of(2).withMaxQueue(2);

	private static final SemaphorePolicy PRIORITY = FIFO.withOrder(QueueOrder.PRIORITY);

	private static final SemaphorePolicy KEYED = SemaphorePolicy.of(3).withPermitsPerKey(1);

	@Test
	void fifoIsLinearizable() {
		ModelChecking.check(Fifo.class, PlainFifo.class);
	}

	@Test
	void priorityIsLinearizable() {
		ModelChecking.check(Priority.class, PlainPriority.class);
	}

	@Test
	void keysAreLinearizable() {
		ModelChecking.check(Keyed.class, PlainKeyed.class);
	}

	public static class Fifo extends SemaphoreOperations {

		public Fifo() {
			super(new RealSubject(FIFO));
		}

	}

	public static class PlainFifo extends SemaphoreOperations {

		public PlainFifo() {
			super(new ReferenceSemaphore(FIFO));
		}

	}

	/** Requests that are urgent, and such as want all there is. */
	public abstract static class PriorityOperations extends SemaphoreOperations {

		PriorityOperations(Subject subject) {
			super(subject);
		}

		@Operation
		public void enterFirst(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "weight") int weight) {
			enter(thread, AcquireRequest.of(weight).withPriority(1));
		}

		@Operation
		public void enterExclusively(@Param(gen = ThreadIdGen.class) int thread) {
			enter(thread, AcquireRequest.ofAll());
		}

	}

	public static class Priority extends PriorityOperations {

		public Priority() {
			super(new RealSubject(PRIORITY));
		}

	}

	public static class PlainPriority extends PriorityOperations {

		public PlainPriority() {
			super(new ReferenceSemaphore(PRIORITY));
		}

	}

	/** Requests of one key or another. */
	@Param(name = "key", gen = IntGen.class, conf = "1:2")
	public abstract static class KeyedOperations extends SemaphoreOperations {

		KeyedOperations(Subject subject) {
			super(subject);
		}

		@Operation
		public void enterWithKey(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "key") int key) {
			enter(thread, AcquireRequest.one().withKey("key" + key));
		}

	}

	public static class Keyed extends KeyedOperations {

		public Keyed() {
			super(new RealSubject(KEYED));
		}

	}

	public static class PlainKeyed extends KeyedOperations {

		public PlainKeyed() {
			super(new ReferenceSemaphore(KEYED));
		}

	}

}
