package dev.semaphore;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What listeners want to know of one request: when it begins to wait, and after that when
 * it no longer does. Either may come first where a request is answered by another thread,
 * and is then told of in order, or not at all if it did not wait.
 */
final class ToldWait {

	private static final Object NEW = "NEW";

	private static final Object BEGINNING = "BEGINNING";

	private static final Object BEGUN = "BEGUN";

	private final GuardedListeners listeners;

	private final List<SemaphoreListener.Wait> waits;

	/** One of the above, or the {@link End}. */
	private final AtomicReference<Object> state = new AtomicReference<>(NEW);

	ToldWait(GuardedListeners listeners, List<SemaphoreListener.Wait> waits) {
		this.listeners = listeners;
		this.waits = waits;
	}

	/**
	 * A thread waits from now on.
	 * @param beforeWaiting what its caller does before that, first of all
	 * @param told finds out who is to be told
	 * @return who is to be told of the end, or null if nobody
	 */
	static @Nullable ToldWait begin(@Nullable Runnable beforeWaiting, Supplier<@Nullable ToldWait> told) {
		if (beforeWaiting != null) {
			beforeWaiting.run();
		}
		ToldWait wait = told.get();
		if (wait != null) {
			wait.begin();
		}
		return wait;
	}

	/** Doing this again does nothing. */
	void begin() {
		if (this.state.compareAndSet(NEW, BEGINNING)) {
			this.waits.forEach((wait) -> this.listeners.guard(wait, SemaphoreListener.Wait::begin));
			if (!this.state.compareAndSet(BEGINNING, BEGUN) && this.state.get() instanceof End end) {
				tell(end);
			}
		}
	}

	static void end(@Nullable ToldWait wait, @Nullable Throwable failure) {
		if (wait != null) {
			wait.end(new End(failure));
		}
	}

	/** It left the queue, and has no permits. */
	static void leave(@Nullable ToldWait wait) {
		if (wait != null) {
			wait.end(new End(new CancellationException()));
		}
	}

	private void end(End end) {
		// if it is just beginning, whoever begins it finds this
		if (this.state.getAndSet(end) == BEGUN) {
			tell(end);
		}
	}

	private void tell(End end) {
		this.waits.forEach((wait) -> this.listeners.guard(wait, (told) -> told.end(end.failure())));
	}

	private record End(@Nullable Throwable failure) {

	}

}
