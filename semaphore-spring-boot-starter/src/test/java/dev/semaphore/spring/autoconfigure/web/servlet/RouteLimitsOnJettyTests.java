package dev.semaphore.spring.autoconfigure.web.servlet;

import dev.semaphore.spring.autoconfigure.web.RouteServer;
import org.junit.jupiter.api.Tag;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Limits by route before servlets, on Jetty.
 */
@Tag("any-jdk")
class RouteLimitsOnJettyTests extends RouteLimitsOnServletsTests {

	@Override
	RouteServer start(Class<?> application, String... properties) {
		return RouteServer.start(WebApplicationType.SERVLET, new Class<?>[] { application, OnJetty.class }, properties);
	}

	/**
	 * Jetty does not report that a stream broke off, so that it ends with its time-out.
	 */
	@Override
	String events() {
		return "/events?timeout=2000";
	}

	@Configuration(proxyBeanMethods = false)
	@Import(JettyServer.class)
	static class OnJetty {

	}

}
