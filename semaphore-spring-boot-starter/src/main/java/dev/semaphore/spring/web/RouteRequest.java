package dev.semaphore.spring.web;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * What routes look at in a request, whatever kind of server it came to.
 */
public interface RouteRequest {

	/**
	 * The method, in upper case as a rule.
	 * @return the method
	 */
	String method();

	/**
	 * The path within the application.
	 * @return the path, without the context path
	 */
	PathContainer path();

	/**
	 * A header's first value.
	 * @param name the header
	 * @return the value, or null if there is none
	 */
	@Nullable String header(String name);

	/**
	 * The name of the authenticated user.
	 * @return the name, or null for an anonymous request
	 */
	@Nullable String principal();

	/**
	 * The address the request came from.
	 * @return the address, or null if it is not known
	 */
	@Nullable String remoteAddress();

}
