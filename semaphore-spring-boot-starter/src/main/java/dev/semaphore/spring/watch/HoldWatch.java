package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Reports each permit once that is held for longer than it should be, and each that
 * leaked: nobody can give it back, since it was garbage-collected. The report is a
 * warning in the log, with who took the permit, since when, and the stack that did.
 * Thread-safe.
 */
public final class HoldWatch implements SemaphoreListener, AutoCloseable {

	private static final int LOOKS_PER_HOLD = 10;

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final Map<CountingSemaphore, RepeatedTask> looks = new ConcurrentHashMap<>();

	private final Function<String, @Nullable Duration> holdWarning;

	private final TimeSource time;

	/**
	 * Creates the watch.
	 * @param holdWarning how long a permit may be held, by the name of the semaphore;
	 * null: it is not watched
	 * @param time tells when to look, which is done ten times in that duration, and every
	 * five seconds at least
	 */
	public HoldWatch(Function<String, @Nullable Duration> holdWarning, TimeSource time) {
		this.holdWarning = holdWarning;
		this.time = time;
	}

	@Override
	public boolean hearsOfPermits() {
		return false;
	}

	@Override
	public void onRegistered(CountingSemaphore semaphore) {
		Duration warning = this.holdWarning.apply(semaphore.name());
		if (warning == null) {
			return;
		}
		HoldReports reports = new HoldReports(semaphore, warning);
		RepeatedTask look = new RepeatedTask(reports::look, pause(warning), this.time);
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

	private static Duration pause(Duration warning) {
		Duration pause = warning.dividedBy(LOOKS_PER_HOLD).plusMillis(1);
		return (pause.compareTo(LONGEST_PAUSE) < 0) ? pause : LONGEST_PAUSE;
	}

}
