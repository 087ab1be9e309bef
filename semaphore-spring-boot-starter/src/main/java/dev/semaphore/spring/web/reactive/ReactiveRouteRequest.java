package dev.semaphore.spring.web.reactive;

import java.net.InetSocketAddress;
import java.security.Principal;

import dev.semaphore.spring.web.RouteRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * A reactive request, as routes look at it.
 *
 * @param request the request
 * @param principal the name of the user, if that is known already
 */
record ReactiveRouteRequest(ServerHttpRequest request, @Nullable String principal) implements RouteRequest {

	/**
	 * The request with the name of its user.
	 */
	static Mono<ReactiveRouteRequest> withPrincipal(ServerWebExchange exchange) {
		return exchange.getPrincipal()
			.map(Principal::getName)
			.map((name) -> new ReactiveRouteRequest(exchange.getRequest(), name))
			.defaultIfEmpty(new ReactiveRouteRequest(exchange.getRequest(), null));
	}

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public PathContainer path() {
		return this.request.getPath().pathWithinApplication();
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.getHeaders().getFirst(name);
	}

	@Override
	public @Nullable String remoteAddress() {
		InetSocketAddress address = this.request.getRemoteAddress();
		if (address == null) {
			return null;
		}
		return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
	}

}
