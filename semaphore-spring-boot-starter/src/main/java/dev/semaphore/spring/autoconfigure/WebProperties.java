package dev.semaphore.spring.autoconfigure;

import java.util.List;
import java.util.Set;

import dev.semaphore.spring.web.KeySource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is configured under {@code semaphore.web}.
 *
 * @param filterOrder Where the filter of the routes stands among the other filters, the
 * lower the further outside. Unless said behind Spring Security's.
 * @param exclude Patterns of paths that no route limits. Actuator and the probes of
 * health need not be named.
 * @param routes Limits on requests by their paths. The first that is for a request
 * counts.
 */
public record WebProperties(@DefaultValue("-50") int filterOrder, @DefaultValue List<String> exclude,
		@DefaultValue List<Route> routes) {

	/** The defaults, for which the start need not call a constructor by reflection. */
	static final WebProperties NOTHING_SAID = new WebProperties(-50, List.of(), List.of());

	/**
	 * A limit on requests.
	 *
	 * @param path Pattern of the paths it is for, within the application. Required.
	 * @param methods Methods it is for; all unless said. GET stands for HEAD too.
	 * @param semaphore Name of the semaphore that requests take permits of. Required.
	 * @param weight How many permits a request takes, 1 or more.
	 * @param exclude Patterns of paths that it is not for.
	 * @param key Key under which a request is counted; none unless said.
	 */
	public record Route(@Nullable String path, @DefaultValue Set<Method> methods, @Nullable String semaphore,
			@DefaultValue("1") int weight, @DefaultValue List<String> exclude, @Nullable Key key) {

	}

	/**
	 * The key of a request.
	 *
	 * @param source Where it is read from. Required.
	 * @param name Name of the header or path variable.
	 * @param maxLength How many characters of it count, 1 or more; the rest is cut off.
	 */
	public record Key(@Nullable KeySource source, @Nullable String name, @DefaultValue("64") int maxLength) {

	}

	/**
	 * The methods of requests.
	 */
	public enum Method {

		/** Reads. Stands for HEAD too, which runs the same handlers. */
		GET,

		/** Reads the headers only. */
		HEAD,

		/** Sends something to be processed. */
		POST,

		/** Replaces. */
		PUT,

		/** Changes. */
		PATCH,

		/** Removes. */
		DELETE,

		/** Asks what may be done. */
		OPTIONS,

		/** Asks for an echo. */
		TRACE

	}

}
