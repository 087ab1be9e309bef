package dev.semaphore.spring.web;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The route that is for a request.
 *
 * @param route the route
 * @param path how the path matched, if that matters for the key, or null
 */
public record RouteMatch(Route route, PathPattern.@Nullable PathMatchInfo path) {

	/**
	 * Takes what the route says, without holding a thread while it waits.
	 * @param request the request
	 * @return a future of the permit
	 */
	public CompletableFuture<Permit> acquire(RouteRequest request) {
		return this.route.semaphore().get().acquireAsync(request(request));
	}

	private AcquireRequest request(RouteRequest request) {
		RouteKey key = this.route.key();
		if (key == null) {
			return this.route.request();
		}
		Map<String, String> variables = (this.path != null) ? this.path.getUriVariables() : Map.of();
		return this.route.request().withKey(key.of(request, variables));
	}

}
