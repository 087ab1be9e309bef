package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitHolder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks who holds permits of one semaphore, and reports those whom it has not reported.
 * Used by one thread at a time.
 */
final class HoldReports {

	private static final Log logger = LogFactory.getLog(HoldWatch.class);

	private static final int LOOKED_AT = 1000;

	private final CountingSemaphore semaphore;

	private final Duration warning;

	/** Those of them that are still held; a permit is told by the stack that took it. */
	private Set<Throwable> longHolds = identities();

	private Set<Throwable> leaks = identities();

	HoldReports(CountingSemaphore semaphore, Duration warning) {
		this.semaphore = semaphore;
		this.warning = warning;
	}

	void look() {
		Set<Throwable> longHolds = identities();
		Set<Throwable> leaks = identities();
		for (PermitHolder holder : this.semaphore.holders(LOOKED_AT)) {
			Throwable takenAt = holder.takenAt();
			if (takenAt != null && holder.leaked()) {
				leaks.add(takenAt);
				report(!this.leaks.contains(takenAt), holder, takenAt,
						"leaked: it was garbage-collected without being closed, and stays out");
			}
			else if (takenAt != null && holder.heldFor().compareTo(this.warning) >= 0) {
				longHolds.add(takenAt);
				report(!this.longHolds.contains(takenAt), holder, takenAt,
						"is held for longer than hold-warning (" + text(this.warning) + ")");
			}
		}
		this.longHolds = longHolds;
		this.leaks = leaks;
	}

	/** The key stays out of the log: it may be a user's name. */
	private void report(boolean first, PermitHolder holder, Throwable takenAt, String what) {
		if (first) {
			logger.warn(
					"A permit of semaphore '" + this.semaphore.name() + "' (weight " + holder.weight() + ") " + what
							+ ". It was taken " + text(holder.heldFor()) + " ago by " + caller(holder.caller())
							+ "thread '" + holder.threadName() + "' (" + holder.threadId() + "), from the stack below",
					takenAt);
		}
	}

	private static String caller(@Nullable String caller) {
		return (caller != null) ? caller + " on " : "";
	}

	private static String text(Duration duration) {
		return duration.toMillis() / 1000.0 + "s";
	}

	private static Set<Throwable> identities() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

}
