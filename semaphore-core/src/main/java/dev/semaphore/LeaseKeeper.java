package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import dev.semaphore.store.Renewed;
import org.jspecify.annotations.Nullable;

/**
 * Renews what this instance has in a store, all of it with one call, well before its
 * lease ends; looks for grants it was not told of while somebody waits; and notices when
 * the leases may be lost.
 */
final class LeaseKeeper {

	/** So often within a lease it is renewed. */
	private static final int RENEWALS = 3;

	/** How soon a store that failed is asked again, and how rarely at the most. */
	private static final long FIRST_PROBE_NANOS = Duration.ofMillis(100).toNanos();

	private static final long LONGEST_PROBE_NANOS = Duration.ofSeconds(1).toNanos();

	private final StoreCalls calls;

	private final TimeSource time;

	private final LeaseTable table;

	private final LeaseBook book;

	private final LeaseAudit audit;

	private final BooleanSupplier waiters;

	private final long renewalNanos;

	private final long recheckNanos;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Future<?> timer;

	private long due;

	private boolean underway;

	private boolean again;

	private boolean stopped;

	private final AtomicInteger failures = new AtomicInteger();

	LeaseKeeper(StoreCalls calls, TimeSource time, LeaseOptions options, LeaseTable table, LeaseBook book,
			LeaseAudit audit) {
		this.calls = calls;
		this.time = time;
		this.table = table;
		this.book = book;
		this.audit = audit;
		this.waiters = () -> !table
			.list((claim) -> claim.stage == LeaseStage.WAITING || claim.stage == LeaseStage.ASKED)
			.isEmpty();
		this.renewalNanos = options.lease().dividedBy(RENEWALS).toNanos();
		this.recheckNanos = Math.min(options.recheck().toNanos(), this.renewalNanos);
	}

	/** Looks now, or as soon as the look that is underway has ended. */
	void lookAgain() {
		locked(() -> {
			this.again = this.underway;
			return !this.underway && !this.stopped;
		}, this::tick);
	}

	/** Somebody waits. */
	void waiting() {
		locked(() -> !this.stopped && !this.underway && this.due - this.time.nanoTime() > this.recheckNanos,
				() -> schedule(this.recheckNanos));
	}

	/** The store failed. */
	void failing() {
		locked(() -> !this.stopped && !this.underway, () -> schedule(FIRST_PROBE_NANOS));
	}

	void start() {
		locked(() -> {
			this.stopped = false;
			return true;
		}, this::lookAgain);
	}

	void stop() {
		locked(() -> {
			this.stopped = true;
			return true;
		}, () -> schedule(0));
	}

	private void tick() {
		locked(() -> {
			boolean begin = !this.underway && !this.stopped;
			this.underway |= begin;
			this.again &= !begin;
			return begin;
		}, this::look);
	}

	private void look() {
		if (this.calls.leftNanos() <= 0) {
			this.audit.loseAll();
		}
		long mark = this.table.mark();
		this.calls.call((member) -> this.calls.store().renew(member), Renewed::figures, (renewed) -> {
			this.failures.set(0);
			this.calls.up();
			this.audit.compare(renewed, mark);
			looked();
		}, (ex) -> {
			if (this.failures.incrementAndGet() > 1) {
				this.book.failOverWaiters();
			}
			looked();
		});
	}

	private void looked() {
		long delay = delay();
		locked(() -> {
			this.underway = false;
			return !this.stopped;
		}, () -> schedule(this.again ? 1 : delay));
	}

	private long delay() {
		if (!this.calls.isDown()) {
			return this.waiters.getAsBoolean() ? this.recheckNanos : this.renewalNanos;
		}
		long probe = Math.min(FIRST_PROBE_NANOS << Math.min(this.failures.get(), 10), LONGEST_PROBE_NANOS);
		long left = this.calls.leftNanos();
		return (left > 0) ? Math.min(probe, left) : probe;
	}

	private void schedule(long delayNanos) {
		this.lock.lock();
		try {
			if (this.timer != null) {
				this.timer.cancel(false);
				this.timer = null;
			}
			if (!this.stopped) {
				this.due = this.time.nanoTime() + delayNanos;
				this.timer = this.time.schedule(this::tick, Duration.ofNanos(delayNanos));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Decides under the lock, and acts after it. */
	private void locked(BooleanSupplier decision, Runnable action) {
		boolean act;
		this.lock.lock();
		try {
			act = decision.getAsBoolean();
		}
		finally {
			this.lock.unlock();
		}
		if (act) {
			action.run();
		}
	}

}
