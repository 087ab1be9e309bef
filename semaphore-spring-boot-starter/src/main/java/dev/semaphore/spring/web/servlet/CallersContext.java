package dev.semaphore.spring.web.servlet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.util.ClassUtils;

/**
 * What filters before this one have put on the thread, and would not put there again in a
 * second dispatch.
 *
 * @param logging the MDC
 */
record CallersContext(Map<String, String> logging) {

	private static final boolean LOGGING = isPresent("org.slf4j.MDC");

	private static final boolean SECURITY = isPresent(
			"org.springframework.security.web.context.RequestAttributeSecurityContextRepository");

	/**
	 * Takes the context of this thread.
	 */
	static CallersContext capture(HttpServletRequest request, HttpServletResponse response) {
		if (SECURITY) {
			SecurityAcrossDispatch.keep(request, response);
		}
		Map<String, String> logging = LOGGING ? MDC.getCopyOfContextMap() : null;
		return new CallersContext((logging != null) ? logging : Map.of());
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, CallersContext.class.getClassLoader());
	}

	/**
	 * Runs a task with this context where this thread has none of its own.
	 */
	void run(Task task) throws IOException, ServletException {
		List<String> added = new ArrayList<>();
		this.logging.forEach((key, value) -> {
			if (MDC.get(key) == null) {
				MDC.put(key, value);
				added.add(key);
			}
		});
		try {
			task.run();
		}
		finally {
			added.forEach(MDC::remove);
		}
	}

	/**
	 * The rest of the filters.
	 */
	@FunctionalInterface
	interface Task {

		void run() throws IOException, ServletException;

	}

}
