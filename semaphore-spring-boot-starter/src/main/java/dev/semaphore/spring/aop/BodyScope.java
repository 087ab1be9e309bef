package dev.semaphore.spring.aop;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A thread that runs operators of a reactive body, for which it holds what the body
 * holds. What the body emits goes to others on the same thread, for whom that does not
 * hold.
 *
 * @param body whose operators
 * @param outside what the thread held before
 * @param outer of which body before, or null
 */
record BodyScope(Object body, List<Object> outside, @Nullable BodyScope outer) {

	private static final ThreadLocal<@Nullable BodyScope> CURRENT = new ThreadLocal<>();

	/**
	 * Runs operators of a body.
	 * @param inside what the thread holds meanwhile, as of {@link ThreadHolds}
	 */
	static void run(Object body, List<Object> inside, Runnable operators) {
		BodyScope scope = new BodyScope(body, ThreadHolds.current(), CURRENT.get());
		scope.enter(inside);
		try {
			operators.run();
		}
		finally {
			scope.leave();
		}
	}

	/**
	 * Runs what follows a body.
	 * @param last whether the body holds nothing from then on
	 */
	static void follow(Object body, boolean last, Runnable signal) {
		BodyScope scope = CURRENT.get();
		if (scope == null || scope.body != body) {
			signal.run();
			return;
		}
		List<Object> inside = ThreadHolds.current();
		scope.leave();
		try {
			signal.run();
		}
		finally {
			if (!last) {
				scope.enter(inside);
			}
		}
	}

	private void enter(List<Object> inside) {
		CURRENT.set(this);
		ThreadHolds.replace(inside);
	}

	private void leave() {
		CURRENT.set(this.outer);
		ThreadHolds.replace(this.outside);
	}

}
