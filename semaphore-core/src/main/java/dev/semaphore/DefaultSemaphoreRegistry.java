package dev.semaphore;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

final class DefaultSemaphoreRegistry implements SemaphoreRegistry {

	private final ConcurrentMap<String, CountingSemaphore> semaphores = new ConcurrentHashMap<>();

	private final AtomicLong changes = new AtomicLong();

	private final GuardedListeners listeners;

	DefaultSemaphoreRegistry(List<? extends SemaphoreListener> listeners) {
		this.listeners = new GuardedListeners(listeners);
	}

	@Override
	public CountingSemaphore get(String name) {
		CountingSemaphore semaphore = this.semaphores.get(name);
		if (semaphore == null) {
			throw new UnknownSemaphoreException(name, this.semaphores.keySet());
		}
		return semaphore;
	}

	@Override
	public @Nullable CountingSemaphore find(String name) {
		return this.semaphores.get(name);
	}

	@Override
	public Set<String> names() {
		return new TreeSet<>(this.semaphores.keySet());
	}

	@Override
	public void register(CountingSemaphore semaphore) {
		CountingSemaphore other = this.semaphores.putIfAbsent(semaphore.name(), semaphore);
		if (other == semaphore) {
			return;
		}
		if (other != null) {
			throw new IllegalArgumentException("A semaphore named '" + semaphore.name()
					+ "' is registered already; choose another name or remove that one first");
		}
		this.changes.incrementAndGet();
		this.listeners.forEach((listener) -> {
			semaphore.addListener(listener);
			listener.onRegistered(semaphore);
		});
		if (this.semaphores.get(semaphore.name()) != semaphore) {
			// removed meanwhile, perhaps before the listeners were there to be removed
			forgo(semaphore);
		}
	}

	@Override
	public void remove(String name) {
		CountingSemaphore semaphore = this.semaphores.remove(name);
		if (semaphore != null) {
			this.changes.incrementAndGet();
			forgo(semaphore);
		}
	}

	@Override
	public long changes() {
		return this.changes.get();
	}

	private void forgo(CountingSemaphore semaphore) {
		this.listeners.forEach((listener) -> {
			semaphore.removeListener(listener);
			listener.onRemoved(semaphore);
		});
	}

}
