package dev.semaphore;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Listeners whose failures stay their own.
 */
final class GuardedListeners {

	private static final Logger LOGGER = System.getLogger(CountingSemaphore.class.getName());

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

	void forEach(Consumer<SemaphoreListener> call) {
		for (SemaphoreListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			catch (Throwable ex) {
				// whatever it is: those behind this one wait to be told of their permits
				LOGGER.log(Level.WARNING, "Semaphore listener " + listener + " failed", ex);
			}
		}
	}

}
