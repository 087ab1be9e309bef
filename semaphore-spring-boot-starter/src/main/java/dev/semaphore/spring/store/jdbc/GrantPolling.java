package dev.semaphore.spring.store.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Looks for grants while somebody in this process waits: the longer nothing happens the
 * more rarely, once a second where others tell, and never in step with other processes.
 */
final class GrantPolling {

	private static final Log logger = LogFactory.getLog(GrantPolling.class);

	/** Whoever grants may not be able to tell, as while it begins to. */
	private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ScheduledExecutorService executor;

	private final Seats seats;

	private final Transactions transactions;

	private final BooleanSupplier told;

	private final long shortestNanos;

	private final long longestNanos;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private volatile long delayNanos;

	/**
	 * Creates a poller.
	 * @param told whether there is word of grants, so that looking is seldom needed
	 */
	GrantPolling(ScheduledExecutorService executor, Seats seats, Transactions transactions, BooleanSupplier told,
			Duration shortest, Duration longest) {
		this.executor = executor;
		this.seats = seats;
		this.transactions = transactions;
		this.told = told;
		this.shortestNanos = shortest.toNanos();
		this.longestNanos = longest.toNanos();
	}

	/** Somebody waits from now on. */
	void waiting() {
		this.delayNanos = this.told.getAsBoolean() ? TOLD_NANOS : this.shortestNanos;
		schedule();
	}

	@SuppressWarnings("FutureReturnValueIgnored") // looking reports its failures itself
	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			long delay = this.delayNanos;
			long jittered = delay - ThreadLocalRandom.current().nextLong(delay / 2 + 1);
			try {
				this.executor.schedule(this::poll, jittered, TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// the store is closed, and leaves everything as it is
			}
		}
	}

	private void poll() {
		boolean found = false;
		for (Seat seat : this.seats.all()) {
			found |= seat.isWaiting() && look(seat);
		}
		this.delayNanos = nextDelay(found);
		this.scheduled.set(false);
		// one that came meanwhile saw that somebody looks
		if (this.seats.all().stream().anyMatch(Seat::isWaiting)) {
			schedule();
		}
	}

	private long nextDelay(boolean found) {
		if (this.told.getAsBoolean()) {
			return TOLD_NANOS;
		}
		return found ? this.shortestNanos : Math.min(this.delayNanos * 3 / 2, this.longestNanos);
	}

	private boolean look(Seat seat) {
		boolean found = false;
		try {
			List<StoredClaim> granted = this.transactions.granted(seat.semaphore, seat.instance, seat.token());
			for (StoredClaim claim : granted) {
				found |= seat.granted(claim.id, claim.token);
				seat.looked(claim.token);
			}
		}
		catch (RuntimeException ex) {
			// the next call of the semaphore fails too, and says so
			logger.debug("Cannot look for grants of semaphore '" + seat.semaphore + "'", ex);
		}
		return found;
	}

}
