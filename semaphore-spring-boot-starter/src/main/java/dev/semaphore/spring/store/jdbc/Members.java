package dev.semaphore.spring.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.semaphore.store.Membership;

/**
 * The instances that use a semaphore, and how they are lost.
 */
final class Members {

	/** So many lost claims, and so many instances, are cleared at once. */
	private static final int SLICE = 100;

	/**
	 * Their expiry is written a little further ahead, so that it need not be each time.
	 */
	private static final int AHEAD = 64;

	private final MemberTable table;

	Members(MemberTable table) {
		this.table = table;
	}

	static long micros(Duration duration) {
		return Math.max(duration.toNanos() / 1_000, 1);
	}

	/** An instance is alive. */
	void enter(StoredState state, Membership member) {
		long lease = micros(member.lease());
		Long present = this.table.expiry(state.semaphore, member.instance());
		if (present == null) {
			long expiry = state.now + lease;
			this.table.insert(state.semaphore, member.instance(), expiry);
			state.instances++;
			state.nextExpiry = Math.min(state.nextExpiry, expiry);
			state.changed = true;
		}
		else if (present < state.now + lease) {
			this.table.renew(state.semaphore, member.instance(), state.now + lease + lease / AHEAD);
		}
	}

	void leave(StoredState state, Membership member) {
		this.table.delete(state.semaphore, List.of(member.instance()));
		state.instances--;
		state.changed = true;
	}

	/**
	 * Takes from the lost instances what they have, and forgets them.
	 * @param end ends a claim
	 */
	void lose(StoredState state, Claims claims, Consumer<StoredClaim> end) {
		if (state.now < state.nextExpiry) {
			return;
		}
		List<String> lost = this.table.lost(state.semaphore, state.now, SLICE);
		if (!lost.isEmpty()) {
			List<StoredClaim> theirs = claims.of(lost, SLICE);
			theirs.forEach(end);
			if (theirs.size() < SLICE) {
				this.table.delete(state.semaphore, lost);
				state.instances -= lost.size();
			}
		}
		state.nextExpiry = this.table.nextExpiry(state.semaphore);
		state.changed = true;
	}

	void recount(StoredState state) {
		state.instances = this.table.count(state.semaphore);
		state.auditedAt = state.now;
		state.changed = true;
	}

}
