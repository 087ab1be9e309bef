package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.semaphore.BackendState;
import dev.semaphore.SemaphoreSnapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A semaphore at one instant; its numbers belong together. Words are those of the
 * configuration, and durations text, so that every JSON mapper writes them alike.
 *
 * @param permits the limit
 * @param available how many permits are free; below zero while a lowered limit is worked
 * off
 * @param held how many permits are held
 * @param queueLength how many callers wait
 * @param maxQueue how many may wait
 * @param maxWait how long they wait unless they say otherwise, in ISO-8601
 * @param order who is served next
 * @param mode whether refusals are enforced
 * @param backend where the permits are kept
 * @param state {@code open} or {@code closed}
 * @param oldestWait how long the caller that waits longest has waited, in ISO-8601, zero
 * when nobody waits; null unless asked for in the list of all semaphores
 * @param recent what happened lately; null unless asked for in the list of all semaphores
 * @param backendState whether a shared backend answers, {@code up} or {@code down}; null
 * of a local one, and unless asked for in the list of all semaphores
 * @param statistics what has happened so far; null in the list of all semaphores
 * @param holders who holds permits, oldest first, up to a limit; null in the list of all
 * semaphores
 * @param waiters who waits, in the order of arrival, up to a limit; null in the list of
 * all semaphores
 * @param keys the busiest keys, up to a limit; null in the list of all semaphores
 * @param history the last minutes; null in the list of all semaphores
 * @param events what happened lately, the newest first, up to a limit; null in the list
 * of all semaphores
 * @param advice how many permits it takes; null in the list of all semaphores, and if
 * nothing has been measured
 * @param share what this instance has of a shared semaphore; null of a local one, in the
 * list of all semaphores, and while the backend does not answer
 * @param instances what each instance has of a shared semaphore, those that hold most
 * first, up to a limit; null when share is
 */
@JsonInclude(Include.NON_NULL)
@JsonPropertyOrder({ "permits", "available", "held", "queueLength", "maxQueue", "maxWait", "order", "mode", "backend",
		"state", "oldestWait", "recent", "backendState", "share", "instances", "statistics", "holders", "waiters",
		"keys", "history", "events", "advice" })
public record SemaphoreDescriptor(int permits, int available, int held, int queueLength, int maxQueue, String maxWait,
		String order, String mode, String backend, String state, @Nullable String oldestWait,
		@Nullable SpanDescriptor recent, @Nullable String backendState, @Nullable StatisticsDescriptor statistics,
		@Nullable List<HolderDescriptor> holders, @Nullable List<WaiterDescriptor> waiters,
		@Nullable List<KeyDescriptor> keys, @Nullable HistoryDescriptor history, @Nullable List<EventDescriptor> events,
		@Nullable AdviceDescriptor advice, @Nullable ShareDescriptor share,
		@Nullable List<ShareDescriptor> instances) implements OperationResponseBody {

	static SemaphoreDescriptor of(SemaphoreSnapshot snapshot, String backend) {
		return new SemaphoreDescriptor(snapshot.permits(), snapshot.available(), snapshot.held(),
				snapshot.queueLength(), snapshot.policy().maxQueue(), snapshot.policy().maxWait().toString(),
				word(snapshot.policy().order()), word(snapshot.policy().mode()), backend, word(snapshot.state()), null,
				null, null, null, null, null, null, null, null, null, null, null);
	}

	SemaphoreDescriptor withRecent(Duration oldestWait, SpanDescriptor recent, @Nullable BackendState backendState) {
		return new SemaphoreDescriptor(this.permits, this.available, this.held, this.queueLength, this.maxQueue,
				this.maxWait, this.order, this.mode, this.backend, this.state, oldestWait.toString(), recent,
				(backendState != null) ? word(backendState) : null, this.statistics, this.holders, this.waiters,
				this.keys, this.history, this.events, this.advice, this.share, this.instances);
	}

	SemaphoreDescriptor withPast(StatisticsDescriptor statistics, HistoryDescriptor history,
			List<EventDescriptor> events, @Nullable AdviceDescriptor advice) {
		return new SemaphoreDescriptor(this.permits, this.available, this.held, this.queueLength, this.maxQueue,
				this.maxWait, this.order, this.mode, this.backend, this.state, this.oldestWait, this.recent,
				this.backendState, statistics, this.holders, this.waiters, this.keys, history, events, advice,
				this.share, this.instances);
	}

	SemaphoreDescriptor withPeople(List<HolderDescriptor> holders, List<WaiterDescriptor> waiters,
			List<KeyDescriptor> keys) {
		return new SemaphoreDescriptor(this.permits, this.available, this.held, this.queueLength, this.maxQueue,
				this.maxWait, this.order, this.mode, this.backend, this.state, this.oldestWait, this.recent,
				this.backendState, this.statistics, holders, waiters, keys, this.history, this.events, this.advice,
				this.share, this.instances);
	}

	SemaphoreDescriptor withShares(@Nullable ShareDescriptor share, List<ShareDescriptor> instances) {
		return new SemaphoreDescriptor(this.permits, this.available, this.held, this.queueLength, this.maxQueue,
				this.maxWait, this.order, this.mode, this.backend, this.state, this.oldestWait, this.recent,
				this.backendState, this.statistics, this.holders, this.waiters, this.keys, this.history, this.events,
				this.advice, share, instances);
	}

	private static String word(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
