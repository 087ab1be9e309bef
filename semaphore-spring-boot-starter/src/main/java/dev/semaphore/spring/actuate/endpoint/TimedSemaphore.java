package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreStatistics;
import dev.semaphore.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * How long requests of one semaphore waited until they got their permits, and how long
 * they held them: altogether, lately, and in each step of the last minutes.
 */
final class TimedSemaphore implements SemaphoreListener {

	static final Duration STEP = Duration.ofSeconds(10);

	private static final int STEPS = 60;

	private final CountingSemaphore semaphore;

	private final TimeSource time;

	private final RecentEvents events;

	private final Stopwatch wait = new Stopwatch();

	private final Stopwatch hold = new Stopwatch();

	/** What was counted before the statistics were cleared; null if they never were. */
	private final @Nullable SemaphoreStatistics before;

	private final long madeAt;

	/** When the last step but one ended, and when the last one did. */
	private volatile Sample earlier;

	private volatile Sample last;

	private volatile List<Span> history = List.of();

	TimedSemaphore(CountingSemaphore semaphore, TimeSource time) {
		this(semaphore, time, new RecentEvents(time), null);
	}

	private TimedSemaphore(CountingSemaphore semaphore, TimeSource time, RecentEvents events,
			@Nullable SemaphoreStatistics before) {
		this.semaphore = semaphore;
		this.time = time;
		this.events = events;
		this.before = before;
		this.madeAt = time.nanoTime();
		this.last = sample();
		this.earlier = this.last;
	}

	/** The same with nothing measured so far. */
	TimedSemaphore cleared() {
		return new TimedSemaphore(this.semaphore, this.time, this.events, this.semaphore.snapshot().statistics());
	}

	/** How long ago the statistics were cleared; null if they never were. */
	@Nullable Duration clearedFor() {
		return (this.before != null) ? since(this.madeAt) : null;
	}

	/** What is left of what was counted, without what was cleared. */
	SemaphoreStatistics statistics(SemaphoreStatistics all) {
		SemaphoreStatistics before = this.before;
		if (before == null) {
			return all;
		}
		Map<RejectionReason, Long> rejected = new EnumMap<>(RejectionReason.class);
		all.rejected()
			.forEach((reason, count) -> rejected.put(reason, count - before.rejected().getOrDefault(reason, 0L)));
		return new SemaphoreStatistics(all.acquired() - before.acquired(), all.released() - before.released(), rejected,
				all.leaked() - before.leaked());
	}

	@Override
	public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
		this.wait.add(waited);
	}

	@Override
	public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		this.hold.add(held);
	}

	RecentEvents events() {
		return this.events;
	}

	/** How long ago something happened, given the time it happened at. */
	Duration since(long nanos) {
		return Duration.ofNanos(Math.max(this.time.nanoTime() - nanos, 0));
	}

	/** Ends a step. Called by one thread at a time. */
	void step() {
		Sample now = sample();
		List<Span> history = this.history;
		this.history = Stream
			.concat(history.stream().skip(Math.max(history.size() - STEPS + 1, 0)), Stream.of(now.since(this.last)))
			.toList();
		this.earlier = this.last;
		this.last = now;
	}

	Span recent() {
		return sample().since(this.earlier);
	}

	/** What happened in the last minutes and until now. */
	Span minutes() {
		List<Span> history = this.history;
		return Advice.sum(history, sample().since(this.last));
	}

	List<Span> history() {
		return this.history;
	}

	TimesDescriptor waitTimes() {
		return this.wait.times();
	}

	TimesDescriptor holdTimes() {
		return this.hold.times();
	}

	private Sample sample() {
		return new Sample(this.time.nanoTime(), this.semaphore.snapshot(), this.wait.distribution(),
				this.hold.distribution());
	}

}
