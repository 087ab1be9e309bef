package dev.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Listeners whose failures stay their own.
 */
final class GuardedListeners {

	private final CopyOnWriteArrayList<SemaphoreListener> listeners = new CopyOnWriteArrayList<>();

	GuardedListeners(List<? extends SemaphoreListener> listeners) {
		listeners.forEach(this::add);
	}

	void add(SemaphoreListener listener) {
		this.listeners.addIfAbsent(listener);
	}

	void remove(SemaphoreListener listener) {
		this.listeners.remove(listener);
	}

	boolean isEmpty() {
		return this.listeners.isEmpty();
	}

	/** Whether any wants to hear of permits that are taken and given back. */
	boolean hearOfPermits() {
		return this.listeners.stream().anyMatch(SemaphoreListener::hearsOfPermits);
	}

	void forEach(Consumer<SemaphoreListener> call) {
		for (SemaphoreListener listener : this.listeners) {
			guard(listener, call);
		}
	}

	/** Those who want to be told of the wait of a request, or null if nobody does. */
	@Nullable ToldWait wait(CountingSemaphore semaphore, AcquireRequest request) {
		List<SemaphoreListener.Wait> waits = new ArrayList<>(1);
		forEach((listener) -> {
			SemaphoreListener.Wait wait = listener.onWait(semaphore, request);
			if (wait != null) {
				waits.add(wait);
			}
		});
		return waits.isEmpty() ? null : new ToldWait(this, waits);
	}

	<T> void guard(T listener, Consumer<T> call) {
		try {
			call.accept(listener);
		}
		catch (Throwable ex) {
			// its name only: what else it says of itself may fail as well
			Warnings.log("Semaphore listener " + listener.getClass().getName() + " failed", ex);
		}
	}

}
