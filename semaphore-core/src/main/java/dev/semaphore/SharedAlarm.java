package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Wakes virtual threads whose time is up, with one timer for all that wait for as long as
 * the policy says: their time is up in the order in which they came. A virtual thread
 * that parks for a time has a timer of its own, and setting and stopping it is much of
 * what a wait costs.
 */
final class SharedAlarm {

	/** How many are woken before others may have the lock. */
	private static final int AT_ONCE = 1000;

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
		this.time = SystemTime.ofAlarms(time);
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
			Waiter first = this.ledger.read(() -> replace(last, next));
			if (first != null) {
				long remaining = first.remainingNanos(this.time.nanoTime());
				next.timer = this.time.schedule(next, Nanos.duration(Math.min(remaining, LOOK_NANOS)));
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

	private final class Round implements Runnable {

		private volatile @Nullable Future<?> timer;

		@Override
		public void run() {
			boolean begun = false;
			try {
				SharedAlarm.this.ledger.wakeDue(SharedAlarm.this.time.nanoTime(), AT_ONCE);
				begin(this);
				begun = true;
			}
			finally {
				if (!begun) {
					// those who relied on it look for themselves from now on
					SharedAlarm.this.round.compareAndSet(this, null);
					SharedAlarm.this.ledger.wakeWatchable();
				}
			}
		}

	}

}
