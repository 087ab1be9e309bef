package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.semaphore.Permit;

/**
 * Permits of several semaphores that are given back together, the last taken first.
 *
 * @param parts the permits, in the order in which they were taken
 */
record CombinedPermit(List<Permit> parts) implements Permit {

	@Override
	public int weight() {
		return this.parts.stream().mapToInt(Permit::weight).sum();
	}

	@Override
	public void close() {
		for (int i = this.parts.size() - 1; i >= 0; i--) {
			this.parts.get(i).close();
		}
	}

	@Override
	public void forget() {
		this.parts.forEach(Permit::forget);
	}

	@Override
	public boolean lost() {
		return this.parts.stream().anyMatch(Permit::lost);
	}

	@Override
	public void whenLost(Runnable action) {
		AtomicBoolean done = new AtomicBoolean();
		this.parts.forEach((part) -> part.whenLost(() -> {
			if (done.compareAndSet(false, true)) {
				action.run();
			}
		}));
	}

}
