package dev.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The surroundings of a semaphore. Immutable.
 *
 * @param timeSource where it takes time from
 * @param executor runs what is chained to the futures of
 * {@link CountingSemaphore#acquireAsync}; must not run tasks on the calling thread, and
 * should not keep one task waiting for another
 * @param trackHolders whether {@link CountingSemaphore#holders(int)} knows who holds
 * @param watchHolders whether {@link CountingSemaphore#holders(int)} knows besides which
 * stack took a permit, and whether it leaked. Costs the making of a stack trace and the
 * registration of a phantom reference for each permit; includes tracking
 * @param listeners who is told, in this order
 */
public record SemaphoreOptions(TimeSource timeSource, Executor executor, boolean trackHolders, boolean watchHolders,
		List<SemaphoreListener> listeners) {

	/**
	 * Creates options.
	 */
	public SemaphoreOptions {
		Objects.requireNonNull(timeSource, "timeSource");
		Objects.requireNonNull(executor, "executor");
		listeners = List.copyOf(listeners);
	}

	/**
	 * System time, an executor of daemon threads that are made when needed, no tracking,
	 * nobody told.
	 * @return the options
	 */
	public static SemaphoreOptions defaults() {
		return new SemaphoreOptions(TimeSource.system(), ContinuationThreads.EXECUTOR, false, false, List.of());
	}

	/**
	 * These options with another time source.
	 * @param timeSource where the semaphore takes time from
	 * @return the options
	 */
	public SemaphoreOptions withTimeSource(TimeSource timeSource) {
		return new SemaphoreOptions(timeSource, this.executor, this.trackHolders, this.watchHolders, this.listeners);
	}

	/**
	 * These options with another executor.
	 * @param executor runs what is chained to futures
	 * @return the options
	 */
	public SemaphoreOptions withExecutor(Executor executor) {
		return new SemaphoreOptions(this.timeSource, executor, this.trackHolders, this.watchHolders, this.listeners);
	}

	/**
	 * These options, tracking holders or not.
	 * @param trackHolders whether the semaphore knows who holds
	 * @return the options
	 */
	public SemaphoreOptions withTrackHolders(boolean trackHolders) {
		return new SemaphoreOptions(this.timeSource, this.executor, trackHolders, this.watchHolders, this.listeners);
	}

	/**
	 * These options, watching holders or not.
	 * @param watchHolders whether the semaphore knows which stack took a permit, and
	 * whether it leaked
	 * @return the options
	 */
	public SemaphoreOptions withWatchHolders(boolean watchHolders) {
		return new SemaphoreOptions(this.timeSource, this.executor, this.trackHolders, watchHolders, this.listeners);
	}

	/**
	 * These options with one more listener, told after the others.
	 * @param listener the listener
	 * @return the options
	 */
	public SemaphoreOptions withListener(SemaphoreListener listener) {
		List<SemaphoreListener> all = new ArrayList<>(this.listeners);
		all.add(listener);
		return new SemaphoreOptions(this.timeSource, this.executor, this.trackHolders, this.watchHolders, all);
	}

}
