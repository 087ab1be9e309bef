package dev.semaphore.spring.autoconfigure.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.semaphore.AcquireRequest;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.NearestName;
import dev.semaphore.spring.autoconfigure.PropertyOrigins;
import dev.semaphore.spring.autoconfigure.WebProperties;
import dev.semaphore.spring.web.Route;
import dev.semaphore.spring.web.RouteKey;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Makes routes from their properties. Throws
 * {@link dev.semaphore.spring.SemaphoreConfigurationException} for what would not limit
 * anything, or not as it is meant.
 */
final class RouteMaker {

	private static final ConfigurationPropertyName WEB = ConfigurationPropertyName.of("semaphore.web");

	private final WebProperties properties;

	private final SemaphoreRegistry registry;

	private final List<String> exempt;

	private final RouteMistakes mistakes;

	RouteMaker(WebProperties properties, SemaphoreRegistry registry, List<String> exempt, Environment environment) {
		this.properties = properties;
		this.registry = registry;
		this.exempt = exempt;
		this.mistakes = new RouteMistakes(new PropertyOrigins(environment));
	}

	/**
	 * Makes the route of an index.
	 */
	Route make(int index) {
		WebProperties.Route route = this.properties.routes().get(index);
		ConfigurationPropertyName name = WEB.append("routes[" + index + "]");
		String path = this.mistakes.required(name.append("path"), route.path(),
				"a pattern of paths, such as /reports/**");
		String semaphore = this.mistakes.required(name.append("semaphore"), route.semaphore(),
				"the name of a semaphore");
		PathPattern pattern = pattern(name.append("path"), path);
		RouteKey key = (route.key() != null)
				? new KeyMaker(this.mistakes, name.append("key")).make(route.key(), pattern) : null;
		checkWeight(name.append("weight"), route.weight());
		checkSemaphore(name, semaphore, route.weight(), key != null);
		Set<String> methods = route.methods().stream().map(Enum::name).collect(Collectors.toSet());
		AcquireRequest request = AcquireRequest.of(route.weight()).withCaller(caller(path, methods));
		return new Route(pattern, methods, exclusions(name, route, path), () -> this.registry.get(semaphore), request,
				key);
	}

	private static String caller(String path, Set<String> methods) {
		return methods.isEmpty() ? path : methods.stream().sorted().collect(Collectors.joining("|")) + " " + path;
	}

	private List<PathPattern> exclusions(ConfigurationPropertyName name, WebProperties.Route route, String path) {
		List<PathPattern> patterns = new ArrayList<>(patterns(WEB.append("exclude"), this.properties.exclude()));
		patterns.addAll(patterns(name.append("exclude"), route.exclude()));
		this.exempt.stream().filter((prefix) -> !(path + "/").startsWith(prefix + "/")).forEach((prefix) -> {
			patterns.add(PathPatternParser.defaultInstance.parse(prefix));
			patterns.add(PathPatternParser.defaultInstance.parse(prefix + "/**"));
		});
		return patterns;
	}

	private List<PathPattern> patterns(ConfigurationPropertyName name, List<String> paths) {
		List<PathPattern> patterns = new ArrayList<>();
		for (int i = 0; i < paths.size(); i++) {
			patterns.add(pattern(ConfigurationPropertyName.of(name + "[" + i + "]"), paths.get(i)));
		}
		return patterns;
	}

	private PathPattern pattern(ConfigurationPropertyName name, String path) {
		try {
			if (path.startsWith("/")) {
				return PathPatternParser.defaultInstance.parse(path);
			}
		}
		catch (PatternParseException ex) {
			throw this.mistakes.mistake(name, path, "is no pattern of a path: " + ex.getMessage() + ".",
					"Correct it, as in /reports/{id} or /reports/**.");
		}
		throw this.mistakes.mistake(name, path, "can match no path, for these begin with a slash.",
				"Write /" + path + ".");
	}

	private void checkWeight(ConfigurationPropertyName name, int weight) {
		if (weight < 1) {
			throw this.mistakes.mistake(name, weight, "is below 1.", "Set it to 1 or more.");
		}
	}

	private void checkSemaphore(ConfigurationPropertyName route, String semaphore, int weight, boolean keyed) {
		SemaphorePolicy policy = policy(route.append("semaphore"), semaphore);
		String property = "semaphore.instances." + semaphore + ".permits";
		if (keyed && policy.permitsPerKey() == Integer.MAX_VALUE) {
			throw this.mistakes.mistake(route.append("key"),
					"is set, but the semaphore '" + semaphore + "' has no limit for a key.",
					"Set " + property + "-per-key, or remove the key from the route.");
		}
		int permits = keyed ? Math.min(policy.permits(), policy.permitsPerKey()) : policy.permits();
		if (permits > 0 && weight > permits) {
			throw this.mistakes.mistake(
					route.append("weight"), weight, "is more than the semaphore '" + semaphore + "' has"
							+ (keyed ? " for a key" : "") + ": " + permits + ".",
					"Lower the weight, or raise " + property + (keyed ? "-per-key." : "."));
		}
	}

	private SemaphorePolicy policy(ConfigurationPropertyName name, String semaphore) {
		try {
			return this.registry.get(semaphore).snapshot().policy();
		}
		catch (UnknownSemaphoreException ex) {
			throw this.mistakes.mistake(name, semaphore,
					"names a semaphore that does not exist." + NearestName.question(semaphore, ex.known()),
					"Known are " + ex.known() + ". Correct the name, or configure semaphore.instances." + semaphore
							+ ".permits.");
		}
	}

}
