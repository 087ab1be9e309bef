package dev.semaphore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A permit of which nothing needs to be known but its weight: 24 bytes.
 */
class HeldPermit implements Permit {

	private static final VarHandle ENDED;

	static {
		try {
			ENDED = MethodHandles.lookup().findVarHandle(HeldPermit.class, "ended", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	final InProcessSemaphore semaphore;

	private final int weight;

	private volatile boolean ended;

	HeldPermit(InProcessSemaphore semaphore, int weight) {
		this.semaphore = semaphore;
		this.weight = weight;
	}

	@Override
	public int weight() {
		return this.weight;
	}

	@Override
	public final void close() {
		if (end()) {
			giveBack();
		}
	}

	@Override
	public final void forget() {
		if (end()) {
			leaveOut();
		}
	}

	void giveBack() {
		this.semaphore.ledger().giveBack(this.weight, null);
	}

	void leaveOut() {
		this.semaphore.ledger().forget(this.weight, null);
	}

	@Override
	public String toString() {
		return "Permit[semaphore=" + this.semaphore.name() + ", weight=" + weight() + ", ended=" + this.ended + "]";
	}

	final boolean isEnded() {
		return this.ended;
	}

	/** Ends it; returns whether that is the caller's doing. */
	final boolean end() {
		return !this.ended && ENDED.compareAndSet(this, false, true);
	}

}
