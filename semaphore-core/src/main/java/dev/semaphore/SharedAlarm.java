package dev.semaphore;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Wakes virtual threads whose time is up, with one timer for all that wait for as long as
 * the policy says: their time is up in the order in which they came. A virtual thread
 * that parks for a time has a timer of its own, and setting and stopping it is much of
 * what a wait costs.
 */
final class SharedAlarm {

	/** Made before it is needed, since there may be no memory then. */
	private static final Predicate<Waiter> ANY = Objects::nonNull;

	/** After this it looks whether anybody waits, lest a timer keep the semaphore. */
	private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

	private final PermitLedger ledger;

	private final TimeSource time;

	/**
	 * Null while nobody is watched. Replaced under the ledger's lock, so who is in the
	 * queue and sees one that is scheduled is seen by it.
	 */
	private final AtomicReference<@Nullable Round> round = new AtomicReference<>();

	SharedAlarm(PermitLedger ledger, TimeSource time) {
		this.ledger = ledger;
		this.time = time;
	}

	/**
	 * Whether a waiter in the queue will be woken when its time is up, or sooner and then
	 * not be {@linkplain Waiter#watchable} any more. Asking may park.
	 */
	boolean watches(Waiter waiter) {
		if (!waiter.watchable) {
			return false;
		}
		if (this.round.get() == null) {
			try {
				begin(null);
			}
			catch (Throwable ex) {
				// no timer to be had: it parks for a time of its own
				return false;
			}
		}
		Round round = this.round.get();
		return round != null && round.timer != null;
	}

	private void begin(@Nullable Round last) {
		Round next = new Round();
		try {
			Waiter first = this.ledger.readAtOnce(() -> replace(last, next));
			if (first != null) {
				long remaining = first.remainingNanos(this.time.nanoTime());
				Duration delay = Nanos.duration(Math.min(remaining, LOOK_NANOS));
				next.timer = Objects.requireNonNull(this.time.schedule(next, delay), "schedule gave no timer");
			}
		}
		finally {
			if (next.timer == null) {
				this.round.compareAndSet(next, null);
			}
		}
	}

	/* Whose time is up first; null if no next round is needed. */
	private @Nullable Waiter replace(@Nullable Round last, Round next) {
		Waiter first = this.ledger.firstWatchable();
		return this.round.compareAndSet(last, (first != null) ? next : null) ? first : null;
	}

	/*
	 * Each without the lock, and by itself: one that cannot be woken holds up no other.
	 */
	private void wake(Predicate<Waiter> wanted) {
		for (Waiter waiter = this.ledger.pollWatchable(wanted); waiter != null; waiter = this.ledger
			.pollWatchable(wanted)) {
			try {
				waiter.wake();
			}
			catch (Throwable ex) {
				Warnings.log("A thread whose time is up could not be woken", ex);
			}
		}
	}

	private final class Round implements Runnable {

		private volatile @Nullable Future<?> timer;

		@Override
		public void run() {
			try {
				long now = SharedAlarm.this.time.nanoTime();
				wake((waiter) -> waiter.remainingNanos(now) <= 0);
				begin(this);
			}
			catch (Throwable ex) {
				SharedAlarm.this.round.compareAndSet(this, null);
				wake(ANY);
				Warnings.log("Threads see to their time-outs themselves, since an alarm failed", ex);
			}
		}

	}

}
