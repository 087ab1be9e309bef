package dev.semaphore.spring.web.reactive;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.web.ExchangePermit;
import dev.semaphore.spring.web.KeySource;
import dev.semaphore.spring.web.RouteKey;
import dev.semaphore.spring.web.RouteMatch;
import dev.semaphore.spring.web.RouteRequest;
import dev.semaphore.spring.web.Routes;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Takes a permit for each request that a route is for, and gives it back when the
 * exchange is over. Who waits holds no thread. A refusal is a
 * {@link PermitRejectedException}; a client that goes away leaves the queue, or gives its
 * permit back. Belongs behind Spring Security.
 */
public final class RouteLimitWebFilter implements WebFilter, Ordered {

	private final Supplier<Routes> routes;

	private final int order;

	/**
	 * Creates the filter.
	 * @param routes the routes; asked for each request
	 * @param order where it stands among the other filters
	 */
	public RouteLimitWebFilter(Supplier<Routes> routes, int order) {
		this.routes = routes;
		this.order = order;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ReactiveRouteRequest request = new ReactiveRouteRequest(exchange.getRequest(), null);
		RouteMatch match = this.routes.get().match(request);
		if (match == null) {
			return chain.filter(exchange);
		}
		RouteKey key = match.route().key();
		if (key == null || key.source() != KeySource.PRINCIPAL) {
			return limit(match, request, exchange, chain);
		}
		return ReactiveRouteRequest.withPrincipal(exchange)
			.flatMap((withPrincipal) -> limit(match, withPrincipal, exchange, chain));
	}

	/*
	 * However the subscription ends, it closes what it asked for: a permit that was
	 * granted while somebody cancelled is given back with the rest.
	 */
	private static Mono<Void> limit(RouteMatch match, RouteRequest request, ServerWebExchange exchange,
			WebFilterChain chain) {
		return Mono.defer(() -> {
			CompletableFuture<Permit> future = match.acquire(request);
			ExchangePermit permit = new ExchangePermit(future);
			Mono<Void> exchanged = Mono.defer(() -> chain.filter(exchange));
			return arrival(future).then(exchanged).doOnTerminate(permit::close).doOnCancel(permit::close);
		});
	}

	/**
	 * Goes on at once with a permit that is free, else on a thread of the kind that
	 * handlers run on.
	 */
	private static Mono<Permit> arrival(CompletableFuture<Permit> future) {
		Mono<Permit> arrival = Mono.fromFuture(future, true);
		return future.isDone() ? arrival : arrival.publishOn(Schedulers.parallel());
	}

}
