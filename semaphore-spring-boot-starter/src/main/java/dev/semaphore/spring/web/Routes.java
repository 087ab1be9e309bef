package dev.semaphore.spring.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Limits on requests, of which the first that is for a request counts.
 *
 * @param routes the routes in the order in which they are asked
 */
public record Routes(List<Route> routes) {

	/**
	 * Creates the routes.
	 */
	public Routes {
		routes = List.copyOf(routes);
	}

	/**
	 * The first route that is for a request.
	 * @param request the request
	 * @return the route, or null if none is
	 */
	public @Nullable RouteMatch match(RouteRequest request) {
		for (Route route : this.routes) {
			RouteMatch match = route.match(request);
			if (match != null) {
				return match;
			}
		}
		return null;
	}

}
