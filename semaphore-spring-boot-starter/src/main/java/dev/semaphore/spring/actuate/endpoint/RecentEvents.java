package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import dev.semaphore.AcquireRequest;
import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreState;
import dev.semaphore.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The last events of one semaphore that somebody may want to read, up to a limit.
 * Refusals for one reason within ten seconds are one event, so that a flood of them costs
 * no more than counting. Where there is no more room, the oldest of the most frequent
 * kind goes: no flood washes away what is rare. Thread-safe.
 */
final class RecentEvents implements SemaphoreListener {

	static final int MOST = 50;

	private static final long TOGETHER = Duration.ofSeconds(10).toNanos();

	private final TimeSource time;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<RecentEvent> events = new ArrayDeque<>();

	/** What refusals are added to, by their reason. */
	private final Map<RejectionReason, RecentEvent> refusals = new ConcurrentHashMap<>();

	RecentEvents(TimeSource time) {
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
		RecentEvent running = this.refusals.get(reason);
		if (running != null && now - running.at() < TOGETHER) {
			running.count().increment();
			return;
		}
		RecentEvent first = RecentEvent.once(now, "rejected", reason.name());
		boolean mine = (running != null) ? this.refusals.replace(reason, running, first)
				: this.refusals.putIfAbsent(reason, first) == null;
		if (mine) {
			add(first);
		}
		else {
			onRejected(semaphore, request, reason, waited);
		}
	}

	@Override
	public void onResized(CountingSemaphore semaphore, int from, int to) {
		add("resized", from + " to " + to);
	}

	@Override
	public void onStateChanged(CountingSemaphore semaphore, SemaphoreState state) {
		add("state-changed", word(state));
	}

	@Override
	public void onLeaseLost(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		add("lease-lost", request.caller());
	}

	@Override
	public void onUnsafeRelease(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		add("unsafe-release", request.caller());
	}

	@Override
	public void onBackendStateChanged(CountingSemaphore semaphore, BackendState state) {
		add("backend-state-changed", word(state));
	}

	void leaseEnded(String instance) {
		add("unsafe-end-lease", instance);
	}

	void statisticsCleared() {
		add("statistics-cleared", null);
	}

	/** The newest first. */
	List<RecentEvent> list() {
		this.lock.lock();
		try {
			return new ArrayList<>(this.events);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(String kind, @Nullable String what) {
		add(RecentEvent.once(this.time.nanoTime(), kind, what));
	}

	private void add(RecentEvent event) {
		this.lock.lock();
		try {
			if (this.events.size() == MOST) {
				dropOne();
			}
			this.events.addFirst(event);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The oldest of the kind that there are most of. */
	private void dropOne() {
		Map<String, Integer> numbers = new HashMap<>();
		this.events.forEach((event) -> numbers.merge(event.kind(), 1, Integer::sum));
		int most = Collections.max(numbers.values());
		Iterator<RecentEvent> oldestFirst = this.events.descendingIterator();
		while (numbers.getOrDefault(oldestFirst.next().kind(), 0) < most) {
			// rare enough to stay
		}
		oldestFirst.remove();
	}

	private static String word(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
