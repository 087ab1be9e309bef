package dev.semaphore.spring.aop;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whatever has an accessor in Micrometer's registry: the current observation, and so the
 * trace, among others.
 *
 * @param snapshot the values
 * @param inner the rest of the context
 */
record PropagatedContext(ContextSnapshot snapshot, CallerContext inner) implements CallerContext {

	private static final ContextSnapshotFactory FACTORY = ContextSnapshotFactory.builder().build();

	static CallerContext capture(@Nullable Object carrier, CallerContext inner) {
		ContextSnapshot snapshot = (carrier != null) ? FACTORY.captureAll(carrier) : FACTORY.captureAll();
		return new PropagatedContext(snapshot, inner);
	}

	@Override
	public void run(Runnable task) {
		try (ContextSnapshot.Scope scope = this.snapshot.setThreadLocals()) {
			this.inner.run(task);
		}
	}

}
