package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Return types such as {@code Object} that may hide any other: held as the value turns
 * out to need.
 *
 * @param closeables whether what is to be closed is held until then
 */
record LooseHold(boolean closeables) implements Hold {

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) throws Exception {
		Hold hold = (value != null) ? find(value.getClass()) : null;
		if (value != null && hold == null && AsynchronousTypes.contains(value.getClass())) {
			throw new IllegalStateException("%s returned a %s, of which nobody here can tell when its work is over"
				.formatted(call.method(), value.getClass().getName()));
		}
		if (hold != null) {
			return hold.hold(value, permit, call);
		}
		permit.close();
		return value;
	}

	private @Nullable Hold find(Class<?> type) {
		if (Holds.isEntity(type)) {
			return new EntityHold(this);
		}
		Hold hold = Holds.of(type);
		return (hold == null && this.closeables && AutoCloseable.class.isAssignableFrom(type)) ? new CloseableHold()
				: hold;
	}

}
