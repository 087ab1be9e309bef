package dev.semaphore.spring.aop;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The MDC, for which Micrometer has no accessor unless somebody registers one.
 *
 * @param values the caller's, or null
 * @param inner the rest of the context
 */
record LoggingCallerContext(@Nullable Map<String, String> values, CallerContext inner) implements CallerContext {

	static CallerContext capture(CallerContext inner) {
		return new LoggingCallerContext(MDC.getCopyOfContextMap(), inner);
	}

	@Override
	public void run(Runnable task) {
		Map<String, String> before = MDC.getCopyOfContextMap();
		set(this.values);
		try {
			this.inner.run(task);
		}
		finally {
			set(before);
		}
	}

	private static void set(@Nullable Map<String, String> values) {
		if (values != null) {
			MDC.setContextMap(values);
		}
		else {
			MDC.clear();
		}
	}

}
