package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitHolder;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives permits back by force, where that is asked for: those that are held for too long,
 * and those that leaked. Each is a warning in the log, for whoever held it may still be
 * at work, and then more than the limit are. Thread-safe.
 */
public final class UnsafeReleases implements SemaphoreListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(UnsafeReleases.class);

	private static final int LOOKED_AT = 1000;

	private static final int LOOKS_PER_HOLD = 10;

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final Map<CountingSemaphore, RepeatedTask> looks = new ConcurrentHashMap<>();

	private final Function<String, @Nullable Duration> maxHold;

	private final Predicate<String> leaked;

	private final TimeSource time;

	/**
	 * Creates the watch.
	 * @param maxHold how long a permit may be held, by the name of the semaphore; null:
	 * however long
	 * @param leaked whether leaked permits are given back, by the name of the semaphore
	 * @param time tells when to look, which is done ten times in that duration, and every
	 * five seconds at least
	 */
	public UnsafeReleases(Function<String, @Nullable Duration> maxHold, Predicate<String> leaked, TimeSource time) {
		this.maxHold = maxHold;
		this.leaked = leaked;
		this.time = time;
	}

	@Override
	public boolean hearsOfPermits() {
		return false;
	}

	@Override
	public void onRegistered(CountingSemaphore semaphore) {
		Duration maxHold = this.maxHold.apply(semaphore.name());
		boolean leaked = this.leaked.test(semaphore.name());
		if (maxHold == null && !leaked) {
			return;
		}
		RepeatedTask look = new RepeatedTask(() -> look(semaphore, maxHold, leaked), pause(maxHold), this.time);
		if (this.looks.putIfAbsent(semaphore, look) == null) {
			look.start();
		}
	}

	@Override
	public void onRemoved(CountingSemaphore semaphore) {
		RepeatedTask look = this.looks.remove(semaphore);
		if (look != null) {
			look.stop();
		}
	}

	/**
	 * Looks no more.
	 */
	@Override
	public void close() {
		this.looks.values().forEach(RepeatedTask::stop);
	}

	private static void look(CountingSemaphore semaphore, @Nullable Duration maxHold, boolean leaked) {
		for (PermitHolder holder : semaphore.holders(LOOKED_AT)) {
			if (leaked && holder.leaked()) {
				release(semaphore, holder, "it was garbage-collected without being closed (unsafe-release-leaked)");
			}
			else if (maxHold != null && holder.heldFor().compareTo(maxHold) >= 0) {
				release(semaphore, holder,
						"it was held for longer than unsafe-max-hold (" + HolderWords.text(maxHold) + ")");
			}
		}
	}

	private static void release(CountingSemaphore semaphore, PermitHolder holder, String why) {
		if (semaphore.unsafeRelease(holder.id())) {
			logger.warn(HolderWords.permit(semaphore.name(), holder) + " was given back by force, since " + why
					+ ". Whoever took it may still be at work, beside those whom this lets in. "
					+ HolderWords.taken(holder), holder.takenAt());
		}
	}

	private static Duration pause(@Nullable Duration maxHold) {
		Duration pause = (maxHold != null) ? maxHold.dividedBy(LOOKS_PER_HOLD).plusMillis(1) : LONGEST_PAUSE;
		return (pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE;
	}

}
