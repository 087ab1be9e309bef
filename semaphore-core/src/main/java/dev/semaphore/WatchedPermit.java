package dev.semaphore;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.OptionalLong;

/**
 * What the caller gets of a permit that is watched: when this is garbage-collected and
 * the permit has not ended, nobody can end it any more.
 */
final class WatchedPermit implements Permit {

	private static final Cleaner CLEANER = Cleaner.create();

	private final Permit permit;

	private final Cleaner.Cleanable registration;

	/** The action must not refer to this. */
	WatchedPermit(Permit permit, Runnable collected) {
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
	public boolean lost() {
		return this.permit.lost();
	}

	@Override
	public void whenLost(Runnable action) {
		this.permit.whenLost(action);
	}

	@Override
	public OptionalLong fencingToken() {
		return this.permit.fencingToken();
	}

	@Override
	public String toString() {
		return this.permit.toString();
	}

}
