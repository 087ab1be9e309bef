package dev.semaphore.spring.web.servlet;

import java.security.Principal;

import dev.semaphore.spring.web.RouteRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;

/**
 * A servlet request, as routes look at it.
 */
record ServletRouteRequest(HttpServletRequest request, PathContainer path) implements RouteRequest {

	ServletRouteRequest(HttpServletRequest request) {
		this(request, RequestPath.parse(request.getRequestURI(), request.getContextPath()).pathWithinApplication());
	}

	@Override
	public String method() {
		return this.request.getMethod();
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.getHeader(name);
	}

	@Override
	public @Nullable String principal() {
		Principal principal = this.request.getUserPrincipal();
		return (principal != null) ? principal.getName() : null;
	}

	@Override
	public @Nullable String remoteAddress() {
		return this.request.getRemoteAddr();
	}

}
