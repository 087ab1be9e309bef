package dev.semaphore;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The semaphores of an application, by name. Thread-safe.
 */
public interface SemaphoreRegistry {

	/**
	 * Creates an empty registry.
	 * @return a new registry
	 */
	static SemaphoreRegistry create() {
		return create(List.of());
	}

	/**
	 * Creates an empty registry with listeners, which are told of every semaphore in it.
	 * @param listeners the listeners, told in this order
	 * @return a new registry
	 */
	static SemaphoreRegistry create(SemaphoreListener... listeners) {
		return create(List.of(listeners));
	}

	/**
	 * Creates an empty registry with listeners, which are told of every semaphore in it.
	 * @param listeners the listeners, told in this order
	 * @return a new registry
	 */
	static SemaphoreRegistry create(List<? extends SemaphoreListener> listeners) {
		return new DefaultSemaphoreRegistry(listeners);
	}

	/**
	 * The semaphore of a name.
	 * @param name the name
	 * @return the semaphore
	 * @throws UnknownSemaphoreException if there is none
	 */
	CountingSemaphore get(String name);

	/**
	 * The semaphore of a name, if there is one.
	 * @param name the name
	 * @return the semaphore, or null
	 */
	default @Nullable CountingSemaphore find(String name) {
		try {
			return names().contains(name) ? get(name) : null;
		}
		catch (UnknownSemaphoreException ex) {
			// removed meanwhile
			return null;
		}
	}

	/**
	 * The names of all semaphores, sorted.
	 * @return a copy
	 */
	Set<String> names();

	/**
	 * Adds a semaphore; the registry's listeners listen to it from now on.
	 * @param semaphore the semaphore
	 * @throws IllegalArgumentException if there is another one of the same name
	 */
	void register(CountingSemaphore semaphore);

	/**
	 * Removes a semaphore, which goes on as it was, but without the registry's listeners.
	 * @param name the name; nothing happens if it is unknown
	 */
	void remove(String name);

	/**
	 * How often a semaphore was added or removed. What was found after the number was
	 * read is still there as long as it is the same, so that callers who ask for one name
	 * again and again need not look for it each time. Cheap to read.
	 * @return the number, above 0 when there was one; otherwise the registry does not
	 * count
	 */
	default long changes() {
		return -1;
	}

}
