package dev.semaphore;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The claims that somebody here wants or holds, and the lock that guards them. What is
 * decided under the lock is said, and asked of the store, when it is free.
 */
final class LeaseTable {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Long, LeasedClaim> claims = new LinkedHashMap<>();

	private long ids;

	private long changes;

	/**
	 * Changes something.
	 * @param change runs under the lock, and is given the place for what follows it
	 */
	void change(Consumer<Queue<Runnable>> change) {
		Queue<Runnable> after = new ArrayDeque<>(4);
		this.lock.lock();
		try {
			change.accept(after);
		}
		finally {
			this.lock.unlock();
		}
		runAll(after);
	}

	<T> T read(Supplier<T> reading) {
		this.lock.lock();
		try {
			return reading.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many changes there were. */
	long mark() {
		return read(() -> this.changes);
	}

	/** The claims of a kind, the oldest first. */
	List<LeasedClaim> list(Predicate<LeasedClaim> kind) {
		return read(() -> matching(kind));
	}

	/** Runs all, also those behind one that fails. */
	private static void runAll(Queue<Runnable> actions) {
		for (Runnable next = actions.poll(); next != null; next = actions.poll()) {
			try {
				next.run();
			}
			catch (Throwable ex) {
				runAll(actions);
				throw ex;
			}
		}
	}

	/* What follows runs under the lock. */

	List<LeasedClaim> matching(Predicate<LeasedClaim> kind) {
		return this.claims.values().stream().filter(kind).toList();
	}

	@Nullable LeasedClaim find(long id) {
		return this.claims.get(id);
	}

	/** Names a claim, and keeps it. */
	void add(LeasedClaim claim) {
		claim.id = ++this.ids;
		this.claims.put(claim.id, claim);
	}

	void remove(LeasedClaim claim) {
		this.claims.remove(claim.id);
		stage(claim, LeaseStage.ENDED);
	}

	void stage(LeasedClaim claim, LeaseStage stage) {
		claim.stage = stage;
		claim.changed = ++this.changes;
	}

	void settle(LeasedClaim claim, Object settlement, Queue<Runnable> after) {
		claim.settle(settlement);
		after.add(claim::announce);
	}

	void refuse(LeasedClaim claim, RejectionReason reason, Queue<Runnable> after) {
		remove(claim);
		if (!claim.isSettled()) {
			settle(claim, reason, after);
		}
	}

}
