package dev.semaphore.spring.aop;

import java.util.Map;
import java.util.Optional;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Return types such as {@code Object} that may hide any other: held as the value turns
 * out to need.
 */
final class LooseHold implements Hold<Object> {

	private final boolean closeables;

	private final Map<Class<?>, Optional<Hold<?>>> found = new ConcurrentReferenceHashMap<>();

	/**
	 * Creates a hold.
	 * @param closeables whether what is to be closed is held until then
	 */
	LooseHold(boolean closeables) {
		this.closeables = closeables;
	}

	@Override
	public Class<Object> type() {
		return Object.class;
	}

	@Override
	public @Nullable Object hold(Object value, Permit permit, ReturnedCall call) throws Exception {
		HeldValue held = new HeldValue(value, permit, call);
		Optional<Hold<?>> hold = this.found.computeIfAbsent(value.getClass(), this::find);
		if (hold.isPresent()) {
			return held.byUndeclared(hold.get());
		}
		if (AsynchronousTypes.contains(value.getClass())) {
			throw new IllegalStateException("%s returned a %s, of which nobody here can tell when its work is over"
				.formatted(call.method(), value.getClass().getName()));
		}
		return held.giveBack();
	}

	private Optional<Hold<?>> find(Class<?> type) {
		if (Holds.isEntity(type)) {
			return Optional.of(new EntityHold(this));
		}
		Hold<?> hold = Holds.of(type);
		boolean closeable = hold == null && this.closeables && AutoCloseable.class.isAssignableFrom(type);
		return closeable ? Optional.of(new CloseableHold()) : Optional.ofNullable(hold);
	}

}
