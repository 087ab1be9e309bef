package dev.semaphore.spring.actuate.health;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.TimeSource;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Out of service while a semaphore has been refusing for too long. One that is full is at
 * work, and one that refuses now and then does what it is for; both are up. Thread-safe.
 */
public final class SemaphoresHealthIndicator extends AbstractHealthIndicator implements SemaphoreListener {

	private final Map<CountingSemaphore, RefusalStreak> streaks = new ConcurrentHashMap<>();

	private final Duration refusingFor;

	private final TimeSource time;

	/**
	 * Creates the indicator.
	 * @param refusingFor how long a semaphore may go on refusing, with pauses of less
	 * than ten seconds
	 * @param time tells how long it has
	 */
	public SemaphoresHealthIndicator(Duration refusingFor, TimeSource time) {
		super("The health of semaphores could not be found out");
		this.refusingFor = refusingFor;
		this.time = time;
	}

	@Override
	public boolean hearsOfPermits() {
		return false;
	}

	@Override
	public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
			Duration waited) {
		long now = this.time.nanoTime();
		this.streaks.computeIfAbsent(semaphore, (key) -> new RefusalStreak(now)).refused(now);
	}

	@Override
	public void onRemoved(CountingSemaphore semaphore) {
		this.streaks.remove(semaphore);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		long now = this.time.nanoTime();
		Map<String, String> refusing = new TreeMap<>();
		this.streaks.forEach((semaphore, streak) -> {
			Duration length = streak.length(now);
			if (length.compareTo(this.refusingFor) >= 0) {
				refusing.put(semaphore.name(), length.toString());
			}
		});
		if (refusing.isEmpty()) {
			builder.up();
		}
		else {
			builder.outOfService().withDetail("refusingFor", refusing);
		}
	}

}
