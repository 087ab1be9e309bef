package dev.semaphore;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * What the caller gets of a permit that is watched: when this is garbage-collected and
 * the permit has not ended, nobody can end it any more.
 */
final class WatchedPermit implements Permit {

	private static final Cleaner CLEANER = Cleaner.create();

	private final TracedPermit permit;

	private final Cleaner.Cleanable registration;

	/** The action must not refer to this. */
	WatchedPermit(TracedPermit permit, Runnable collected) {
		this.permit = permit;
		this.registration = CLEANER.register(this, collected);
	}

	@Override
	public int weight() {
		return this.permit.weight();
	}

	@Override
	public void close() {
		try {
			this.permit.close();
			this.registration.clean();
		}
		finally {
			Reference.reachabilityFence(this);
		}
	}

	@Override
	public void forget() {
		try {
			this.permit.forget();
			this.registration.clean();
		}
		finally {
			Reference.reachabilityFence(this);
		}
	}

	@Override
	public String toString() {
		return this.permit.toString();
	}

}
