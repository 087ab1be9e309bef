package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitHolder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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
						"is held for longer than hold-warning (" + HolderWords.text(this.warning) + ")");
			}
		}
		this.longHolds = longHolds;
		this.leaks = leaks;
	}

	private void report(boolean first, PermitHolder holder, Throwable takenAt, String what) {
		if (first) {
			logger.warn(HolderWords.permit(this.semaphore.name(), holder) + " " + what + ". "
					+ HolderWords.taken(holder) + ", from the stack below", takenAt);
		}
	}

	private static Set<Throwable> identities() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

}
