package dev.semaphore.spring.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitHolder;
import dev.semaphore.QueuedRequest;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SemaphoreSnapshot;

/**
 * What somebody still holds, or waits for, when nobody should.
 */
final class Leftovers {

	private static final int LISTED = 10;

	private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

	private final SemaphoreRegistry registry;

	Leftovers(SemaphoreRegistry registry) {
		this.registry = registry;
	}

	void assertNone(Duration within) {
		long deadline = System.nanoTime() + within.toNanos();
		List<CountingSemaphore> busy = busy();
		while (!busy.isEmpty() && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(LOOK_AGAIN.toNanos());
			busy = busy();
		}
		if (!busy.isEmpty()) {
			StringJoiner all = new StringJoiner("\n");
			busy.forEach((semaphore) -> all.add(of(semaphore)));
			AssertionError failure = new AssertionError(
					"Permits were not given back " + within.toMillis() + " ms after the test:\n" + all);
			stacks(busy).forEach(failure::addSuppressed);
			throw failure;
		}
	}

	private List<CountingSemaphore> busy() {
		return this.registry.names()
			.stream()
			.map(this.registry::find)
			.filter((semaphore) -> semaphore != null && isBusy(semaphore.snapshot()))
			.toList();
	}

	private static boolean isBusy(SemaphoreSnapshot snapshot) {
		return snapshot.held() > 0 || snapshot.queueLength() > 0;
	}

	/** Those that took the permits, as far as they are known. */
	private static List<Throwable> stacks(List<CountingSemaphore> busy) {
		return busy.stream()
			.flatMap((semaphore) -> semaphore.holders(LISTED).stream())
			.map(PermitHolder::takenAt)
			.filter(Objects::nonNull)
			.toList();
	}

	static String of(CountingSemaphore semaphore) {
		SemaphoreSnapshot snapshot = semaphore.snapshot();
		StringBuilder text = new StringBuilder("semaphore '").append(semaphore.name())
			.append("' has held=")
			.append(snapshot.held())
			.append(", queueLength=")
			.append(snapshot.queueLength());
		for (PermitHolder holder : semaphore.holders(LISTED)) {
			text.append("\n\t").append(holder.weight()).append(" held by ").append(holder);
		}
		for (QueuedRequest waiter : semaphore.waiters(LISTED)) {
			text.append("\n\t").append(waiter.request().weight()).append(" awaited by ").append(waiter);
		}
		return text.toString();
	}

}
