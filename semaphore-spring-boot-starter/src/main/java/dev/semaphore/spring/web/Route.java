package dev.semaphore.spring.web;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;

/**
 * A limit on requests: which ones, and what they take.
 *
 * @param path which paths, within the application
 * @param methods which methods, in upper case; empty: all of them. {@code GET} stands for
 * {@code HEAD} too, which runs the same handlers
 * @param exclusions paths that are not meant though {@code path} matches
 * @param semaphore gives the semaphore; asked for each request
 * @param request what a request takes, but for the key
 * @param key the key, or null if requests have none
 */
public record Route(PathPattern path, Set<String> methods, List<PathPattern> exclusions,
		Supplier<CountingSemaphore> semaphore, AcquireRequest request, @Nullable RouteKey key) {

	/**
	 * Creates a route.
	 */
	public Route {
		Objects.requireNonNull(path, "path");
		methods = Set.copyOf(methods);
		exclusions = List.copyOf(exclusions);
		Objects.requireNonNull(semaphore, "semaphore");
		Objects.requireNonNull(request, "request");
	}

	/**
	 * The request to be made of the semaphore, if this route is for a request.
	 */
	@Nullable RouteMatch match(RouteRequest request) {
		if (!isForMethod(request)) {
			return null;
		}
		if (this.key == null || this.key.source() != KeySource.PATH_VARIABLE) {
			return (this.path.matches(request.path()) && !isExcluded(request)) ? new RouteMatch(this, null) : null;
		}
		PathPattern.PathMatchInfo info = this.path.matchAndExtract(request.path());
		return (info != null && !isExcluded(request)) ? new RouteMatch(this, info) : null;
	}

	private boolean isForMethod(RouteRequest request) {
		String method = request.method();
		if (this.methods.isEmpty()) {
			return !isPreFlight(request);
		}
		return this.methods.contains(method)
				|| (method.equals(HttpMethod.HEAD.name()) && this.methods.contains(HttpMethod.GET.name()));
	}

	/**
	 * A browser's question before a request of another origin reaches no handler, and the
	 * browser takes a refusal for a no.
	 */
	private static boolean isPreFlight(RouteRequest request) {
		return request.method().equals(HttpMethod.OPTIONS.name()) && request.header(HttpHeaders.ORIGIN) != null
				&& request.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
	}

	private boolean isExcluded(RouteRequest request) {
		for (PathPattern exclusion : this.exclusions) {
			if (exclusion.matches(request.path())) {
				return true;
			}
		}
		return false;
	}

}
