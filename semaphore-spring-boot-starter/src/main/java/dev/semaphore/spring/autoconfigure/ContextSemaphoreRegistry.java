package dev.semaphore.spring.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.UnknownSemaphoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * The registry of one context: its own semaphores, and behind them those of its parent.
 * What is registered and removed here is its own; the parent's listeners and lifecycle
 * see to the parent's.
 */
final class ContextSemaphoreRegistry implements SemaphoreRegistry, DisposableBean {

	private final SemaphoreRegistry own;

	private final @Nullable SemaphoreRegistry parent;

	private final UserSemaphores userSemaphores;

	ContextSemaphoreRegistry(List<SemaphoreListener> listeners, @Nullable SemaphoreRegistry parent,
			UserSemaphores userSemaphores) {
		this.own = SemaphoreRegistry.create(listeners);
		this.parent = parent;
		this.userSemaphores = userSemaphores;
	}

	/**
	 * The registry without that of the parent.
	 */
	SemaphoreRegistry own() {
		return this.own;
	}

	@Override
	public CountingSemaphore get(String name) {
		CountingSemaphore semaphore = find(name);
		if (semaphore == null) {
			throw new UnknownSemaphoreException(name, names());
		}
		return semaphore;
	}

	@Override
	public @Nullable CountingSemaphore find(String name) {
		CountingSemaphore semaphore = this.own.find(name);
		if (semaphore == null && this.userSemaphores.joinUnlessComplete(this)) {
			semaphore = this.own.find(name);
		}
		return (semaphore == null && this.parent != null) ? this.parent.find(name) : semaphore;
	}

	@Override
	public Set<String> names() {
		this.userSemaphores.joinUnlessComplete(this);
		Set<String> names = new TreeSet<>(this.own.names());
		if (this.parent != null) {
			names.addAll(this.parent.names());
		}
		return names;
	}

	@Override
	public void register(CountingSemaphore semaphore) {
		this.own.register(semaphore);
	}

	@Override
	public void remove(String name) {
		this.own.remove(name);
	}

	@Override
	public long changes() {
		long own = this.own.changes();
		long inherited = (this.parent != null) ? this.parent.changes() : 0;
		return (inherited < 0) ? inherited : own + inherited;
	}

	/**
	 * The listeners may outlive this context, so they are told that its semaphores are
	 * gone.
	 */
	@Override
	public void destroy() {
		this.own.names().forEach(this.own::remove);
	}

}
