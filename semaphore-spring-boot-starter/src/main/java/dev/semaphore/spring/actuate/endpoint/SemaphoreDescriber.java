package dev.semaphore.spring.actuate.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.KeyUsage;
import dev.semaphore.PermitHolder;
import dev.semaphore.QueuedRequest;
import dev.semaphore.SemaphoreSnapshot;
import dev.semaphore.SharedSemaphore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Puts semaphores into words.
 *
 * @param times how long they waited and held
 * @param backends where the permits of a semaphore are kept, by its name
 * @param clock tells when something happened, given how long ago
 */
record SemaphoreDescriber(SemaphoreTimes times, Function<String, String> backends, Clock clock) {

	/** Of thousands that wait, nobody reads more, and the answer stays small. */
	private static final int LISTED = 100;

	SemaphoreDescriptor summary(CountingSemaphore semaphore) {
		return summary(semaphore.snapshot());
	}

	/**
	 * A semaphore with what happened lately.
	 */
	SemaphoreDescriptor recent(CountingSemaphore semaphore) {
		return recent(semaphore, semaphore.snapshot(), this.times.of(semaphore));
	}

	/**
	 * A semaphore with its people and its past.
	 * @param showKeys whether keys are shown or masked: they may be users' names
	 */
	SemaphoreDescriptor details(CountingSemaphore semaphore, boolean showKeys) {
		SemaphoreSnapshot snapshot = semaphore.snapshot();
		TimedSemaphore times = this.times.of(semaphore);
		SemaphoreDescriptor recent = recent(semaphore, snapshot, times);
		SemaphoreDescriptor shared = (semaphore instanceof SharedSemaphore store)
				? ShareDescriptor.describe(recent, store, LISTED) : recent;
		return shared
			.withPast(statistics(snapshot, times), HistoryDescriptor.of(times.history()), events(times),
					Advice.of(snapshot.policy(), times.minutes()))
			.withPeople(semaphore.holders(LISTED).stream().map((holder) -> holder(holder, showKeys)).toList(),
					semaphore.waiters(LISTED).stream().map((waiter) -> waiter(waiter, showKeys)).toList(),
					semaphore.keys(LISTED).stream().map((usage) -> key(usage, showKeys)).toList());
	}

	private SemaphoreDescriptor recent(CountingSemaphore semaphore, SemaphoreSnapshot snapshot, TimedSemaphore times) {
		BackendState backend = (semaphore instanceof SharedSemaphore shared) ? shared.backendState() : null;
		return summary(snapshot).withRecent(snapshot.oldestWait(), SpanDescriptor.of(times.recent()), backend);
	}

	private StatisticsDescriptor statistics(SemaphoreSnapshot snapshot, TimedSemaphore times) {
		Duration cleared = times.clearedFor();
		return StatisticsDescriptor.of((cleared != null) ? since(cleared) : null, snapshot.statistics(), times);
	}

	private List<EventDescriptor> events(TimedSemaphore times) {
		return times.events()
			.list()
			.stream()
			.map((event) -> new EventDescriptor(since(times.since(event.at())), event.kind(), event.what(),
					event.count().sum()))
			.toList();
	}

	private SemaphoreDescriptor summary(SemaphoreSnapshot snapshot) {
		return SemaphoreDescriptor.of(snapshot, this.backends.apply(snapshot.name()));
	}

	private HolderDescriptor holder(PermitHolder holder, boolean showKeys) {
		return new HolderDescriptor(holder.id(), holder.caller(), holder.threadName(), holder.threadId(),
				since(holder.heldFor()), holder.weight(), shown(holder.key(), showKeys));
	}

	private WaiterDescriptor waiter(QueuedRequest waiter, boolean showKeys) {
		return new WaiterDescriptor(waiter.request().caller(), since(waiter.waitedFor()), waiter.request().weight(),
				shown(waiter.request().key(), showKeys));
	}

	private KeyDescriptor key(KeyUsage usage, boolean showKeys) {
		String key = showKeys ? usage.key() : SanitizableData.SANITIZED_VALUE;
		return new KeyDescriptor(key, usage.held(), usage.queueLength(), usage.acquired());
	}

	private String since(Duration passed) {
		return this.clock.instant().minus(passed).truncatedTo(ChronoUnit.MILLIS).toString();
	}

	private static @Nullable String shown(@Nullable String key, boolean showKeys) {
		return (key == null || showKeys) ? key : SanitizableData.SANITIZED_VALUE;
	}

}
