package dev.semaphore.spring.aop;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Finds the servlet request of the current thread, and keeps Spring's web classes away
 * from where they are not.
 */
final class CurrentRequest {

	private static final boolean SERVLETS = has("jakarta.servlet.http.HttpServletRequest")
			&& has("org.springframework.web.context.request.async.WebAsyncManager");

	private CurrentRequest() {
	}

	/**
	 * The current request, or null if there is none or nothing asynchronous can be
	 * started in it.
	 */
	static @Nullable MvcRequest get() {
		return SERVLETS ? MvcRequest.current() : null;
	}

	/**
	 * The end of the current request, or null if there is none or it has been.
	 */
	static @Nullable RequestEnd end() {
		MvcRequest request = get();
		return (request != null) ? request.end() : null;
	}

	private static boolean has(String name) {
		return ClassUtils.isPresent(name, CurrentRequest.class.getClassLoader());
	}

}
