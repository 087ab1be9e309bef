package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.TimeSource;

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

	/** When the last step but one ended, and when the last one did. */
	private volatile Sample earlier;

	private volatile Sample last;

	private volatile List<Span> history = List.of();

	TimedSemaphore(CountingSemaphore semaphore, TimeSource time) {
		this.semaphore = semaphore;
		this.time = time;
		this.events = new RecentEvents(time);
		this.last = sample();
		this.earlier = this.last;
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
