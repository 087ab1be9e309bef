package dev.semaphore.spring.web.servlet;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.web.ExchangePermit;
import dev.semaphore.spring.web.RouteMatch;
import dev.semaphore.spring.web.Routes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Takes a permit for each request that a route is for, and gives it back when the
 * exchange is over, be it after an asynchronous handler. Belongs behind Spring Security,
 * and in the dispatches of type {@code REQUEST} and {@code ASYNC}.
 * <p>
 * A request that must wait does so without a thread: it is put into asynchronous mode,
 * and dispatched again when it has its permit, or is refused with a
 * {@link PermitRejectedException}. To the filters behind this one, which have not seen it
 * yet, it looks as if it had just arrived. Those before it see a second dispatch.
 */
public final class RouteLimitFilter implements Filter {

	/**
	 * Behind Spring Security, so that whom it refuses takes no permit, and before the
	 * filters of applications, which have no order as a rule.
	 */
	public static final int ORDER = -50;

	private static final String EXCHANGE = RouteLimitFilter.class.getName() + ".exchange";

	private final Supplier<Routes> routes;

	private final BooleanSupplier dispatches;

	/**
	 * Creates the filter.
	 * @param routes the routes; asked for each request
	 * @param dispatches whether requests may be dispatched again. If not, they wait on
	 * their threads: for there are filters behind this one that would not see them
	 */
	public RouteLimitFilter(Supplier<Routes> routes, BooleanSupplier dispatches) {
		this.routes = routes;
		this.dispatches = dispatches;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request.getAttribute(EXCHANGE) instanceof LimitedExchange exchange) {
			again(exchange, request, response, chain);
		}
		else if (request instanceof HttpServletRequest http && request.getDispatcherType() == DispatcherType.REQUEST) {
			first(http, (HttpServletResponse) response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void first(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		ServletRouteRequest route = new ServletRouteRequest(request);
		RouteMatch match = this.routes.get().match(route);
		if (match == null) {
			chain.doFilter(request, response);
			return;
		}
		LimitedExchange exchange = new LimitedExchange(new ExchangePermit(match.acquire(route)));
		request.setAttribute(EXCHANGE, exchange);
		if (!exchange.isDecided() && request.isAsyncSupported() && this.dispatches.getAsBoolean()) {
			exchange.suspend(request, response);
		}
		else {
			exchange.run(request, response, chain);
		}
	}

	private static void again(LimitedExchange exchange, ServletRequest request, ServletResponse response,
			FilterChain chain) throws IOException, ServletException {
		if (exchange.resume()) {
			ArrivingRequest arriving = new ArrivingRequest((HttpServletRequest) request);
			try {
				exchange.run(arriving, response, chain);
			}
			finally {
				arriving.hasPassed();
			}
		}
		else if (!exchange.hasEnded()) {
			exchange.continueWith(request, response, chain);
		}
	}

}
