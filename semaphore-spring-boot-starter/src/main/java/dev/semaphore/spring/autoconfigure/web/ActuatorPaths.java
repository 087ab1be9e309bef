package dev.semaphore.spring.autoconfigure.web;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The paths of Actuator, and of health by itself, with its probes: who watches whether
 * the application is well must be answered when it is busy.
 */
final class ActuatorPaths implements ExemptPaths {

	private static final EndpointId HEALTH = EndpointId.of("health");

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final Environment environment;

	ActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
		this.endpoints = endpoints;
		this.environment = environment;
	}

	@Override
	public List<String> get() {
		PathMappedEndpoints endpoints = this.endpoints.getIfAvailable();
		if (endpoints == null) {
			return List.of();
		}
		List<String> paths = new ArrayList<>();
		if (StringUtils.hasText(endpoints.getBasePath())) {
			paths.add(endpoints.getBasePath());
		}
		else {
			paths.addAll(endpoints.getAllPaths());
		}
		String health = endpoints.getPath(HEALTH);
		if (health != null) {
			paths.add(health);
			paths.addAll(endpoints.getAdditionalPaths(WebServerNamespace.SERVER, HEALTH));
		}
		return paths.stream().distinct().map(this::withinApplication).toList();
	}

	/**
	 * The path with that of the dispatcher servlet before it.
	 */
	private String withinApplication(String path) {
		String servlet = StringUtils.trimTrailingCharacter(this.environment.getProperty("spring.mvc.servlet.path", ""),
				'/');
		return (servlet.isEmpty() || servlet.startsWith("/")) ? servlet + path : "/" + servlet + path;
	}

}
