package dev.semaphore;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A permit whose lease is kept in a shared store.
 */
final class LeasedPermit implements Permit {

	private final LeasedSemaphore semaphore;

	private final LeasedClaim claim;

	private final AtomicBoolean ended = new AtomicBoolean();

	LeasedPermit(LeasedSemaphore semaphore, LeasedClaim claim) {
		this.semaphore = semaphore;
		this.claim = claim;
	}

	@Override
	public int weight() {
		return this.semaphore.weight(this.claim);
	}

	@Override
	public void close() {
		if (this.ended.compareAndSet(false, true)) {
			this.semaphore.giveBack(this.claim);
		}
	}

	/** Takes it from its holder; returns whether it had not ended. */
	boolean endByForce() {
		boolean taken = this.ended.compareAndSet(false, true);
		if (taken) {
			this.semaphore.giveBackByForce(this.claim);
		}
		return taken;
	}

	/** Nobody can end it any more; returns whether it had not ended. */
	boolean leak() {
		this.claim.leaked = !this.ended.get();
		return this.claim.leaked;
	}

	@Override
	public void forget() {
		if (this.ended.compareAndSet(false, true)) {
			this.semaphore.forget(this.claim);
		}
	}

	@Override
	public boolean lost() {
		return this.semaphore.isLost(this.claim);
	}

	@Override
	public void whenLost(Runnable action) {
		this.semaphore.whenLost(this.claim, action);
	}

	@Override
	public OptionalLong fencingToken() {
		long token = this.claim.token;
		return (token > 0) ? OptionalLong.of(token) : OptionalLong.empty();
	}

	@Override
	public String toString() {
		return "Permit[semaphore=" + this.semaphore.name() + ", weight=" + weight() + ", token=" + this.claim.token
				+ ", lost=" + lost() + ", ended=" + this.ended + "]";
	}

}
