package dev.semaphore.spring.web;

import java.util.Map;
import java.util.Objects;

/**
 * The key under which the requests of a route are counted. All requests that have none,
 * since they lack the header or are anonymous, share the empty key: leaving it out must
 * not be a way around the limit.
 *
 * @param source where it is read from
 * @param name the header or path variable; empty for other sources
 * @param maxLength how much of it counts; 1 or more
 */
public record RouteKey(KeySource source, String name, int maxLength) {

	/**
	 * Creates the key of a route.
	 */
	public RouteKey {
		Objects.requireNonNull(source, "source");
		if (source.isNamed() == name.isBlank()) {
			throw new IllegalArgumentException(
					"A key from " + source + (source.isNamed() ? " needs a name" : " has no name: " + name));
		}
		if (maxLength < 1) {
			throw new IllegalArgumentException("maxLength must be 1 or more, but is " + maxLength);
		}
	}

	String of(RouteRequest request, Map<String, String> pathVariables) {
		String value = switch (this.source) {
			case HEADER -> request.header(this.name);
			case PRINCIPAL -> request.principal();
			case REMOTE_ADDRESS -> request.remoteAddress();
			case PATH_VARIABLE -> pathVariables.get(this.name);
		};
		String key = (value != null) ? value.strip() : "";
		return (key.length() > this.maxLength) ? key.substring(0, this.maxLength) : key;
	}

}
