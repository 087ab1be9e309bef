package dev.semaphore.spring.autoconfigure.web.servlet;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.spring.autoconfigure.web.RouteServer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Limits by route before servlets, on Tomcat.
 */
class RouteLimitsOnServletsTests {

	/**
	 * Starts an application on the server that is tested.
	 */
	RouteServer start(Class<?> application, String... properties) {
		return RouteServer.start(application, properties);
	}

	/**
	 * A stream with a time-out beyond that of the test.
	 */
	String events() {
		return "/events";
	}

	@Test
	void freePermitIsTakenWithoutAnotherDispatchAndGivenBackAtTheEnd() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class)) {
			assertThat(server.get("/work").body()).isEqualTo("REQUEST, held 1");
			assertNothingHeld(server);
			assertThat(server.get("/other").body()).isEqualTo("REQUEST, held 0");
		}
	}

	@Test
	void requestsWaitWithoutThreadsAndAreAnsweredInTheEnd() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class, "server.tomcat.threads.max=3",
				"server.tomcat.threads.min-spare=1")) {
			List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
			try (Permit all = server.takeAll()) {
				for (int i = 0; i < 20; i++) {
					responses.add(server.getLater("/work"));
				}
				server.awaitQueue(20);
				assertThat(server.get("/other").body()).as("while 20 wait").startsWith("REQUEST");
				assertThat(all.weight()).isEqualTo(2);
			}
			for (CompletableFuture<HttpResponse<String>> response : responses) {
				assertThat(response.get(60, TimeUnit.SECONDS).body()).matches("REQUEST, held [12]");
			}
			assertNothingHeld(server);
		}
	}

	@Test
	void refusedRequestIsToldWhenToTryAgain() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class, "semaphore.instances.reports.max-wait=0",
				"semaphore.instances.reports.rejection-status=429"); Permit all = server.takeAll()) {
			assertProblem(server.get("/work"), 429, "UNAVAILABLE");
			assertThat(all.weight()).isEqualTo(2);
		}
	}

	@Test
	void requestThatHasWaitedInVainIsToldSo() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class, "semaphore.instances.reports.max-wait=50ms");
				Permit all = server.takeAll()) {
			assertProblem(server.get("/work"), 503, "TIMED_OUT");
			server.semaphore().close();
			assertProblem(server.get("/work"), 503, "CLOSED");
			assertThat(all.weight()).isEqualTo(2);
		}
	}

	@Test
	void permitIsHeldUntilAnAsynchronousHandlerHasAnswered() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class)) {
			for (boolean wait : new boolean[] { false, true }) {
				CompletableFuture<HttpResponse<String>> response = wait ? afterWaiting(server, "/deferred")
						: server.getLater("/deferred");
				ServletRoutesApplication.Work work = server.bean(ServletRoutesApplication.Work.class);
				work.begun();
				assertThat(server.semaphore().snapshot().held()).isEqualTo(1);
				work.finish();
				assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("deferred");
				assertNothingHeld(server);
			}
		}
	}

	@Test
	void nothingIsTakenTwiceNorKeptHoweverItEnds() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class, "spring.mvc.async.request-timeout=100ms")) {
			for (String path : List.of("/throws", "/error-thrown", "/never", "/callable", "/late-failure", "/forward",
					"/include", "/stream", "/dispatched-elsewhere", "/no-such-page")) {
				long before = server.acquired();
				assertThat(server.get(path).statusCode()).as(path).isIn(200, 404, 500, 503);
				assertNothingHeld(server);
				assertThat(server.acquired() - before).as(path).isEqualTo(1);
				afterWaiting(server, path).get(60, TimeUnit.SECONDS);
				assertNothingHeld(server);
				assertThat(server.acquired() - before).as("two requests of %s and the test", path).isEqualTo(3);
			}
		}
	}

	@Test
	void handlersTimeOutIsThatOfTheServerAfterAWaitToo() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class)) {
			String without = server.get("/timeout").body();
			assertThat(afterWaiting(server, "/timeout").get(60, TimeUnit.SECONDS).body()).isEqualTo(without)
				.isNotEqualTo("0");
		}
	}

	@Test
	void requestWithABodyWaitsWithItsBody() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class)) {
			CompletableFuture<HttpResponse<String>> response;
			try (Permit all = server.takeAll()) {
				response = server.postLater("/echo?name=%C3%A4", "a body".repeat(5000));
				server.awaitQueue(1);
				assertThat(all.weight()).isEqualTo(2);
			}
			assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("ä: 30000");
		}
	}

	@Test
	void filtersBehindSeeEachRequestOnceAfterItHasWaited() throws Exception {
		try (RouteServer server = start(WithFilters.class)) {
			assertThat(server.get("/work").headers().allValues("Seen")).containsExactly("REQUEST, held 1");
			assertThat(afterWaiting(server, "/work").get(60, TimeUnit.SECONDS).headers().allValues("Seen"))
				.containsExactly("REQUEST, held 1");
			assertThat(afterWaiting(server, "/callable").get(60, TimeUnit.SECONDS).headers().allValues("Seen"))
				.containsExactly("REQUEST, held 1");
		}
	}

	@Test
	void loggingContextOfFiltersBeforeIsKept() throws Exception {
		try (RouteServer server = start(WithFilters.class)) {
			assertThat(server.get("/mdc").body()).isEqualTo("42");
			assertThat(afterWaiting(server, "/mdc").get(60, TimeUnit.SECONDS).body()).isEqualTo("42");
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void requestKeepsItsThreadWhereAFilterWouldNotSeeItAgain(CapturedOutput output) throws Exception {
		try (RouteServer server = start(WithPlainFilter.class)) {
			assertThat(output).contains("keep their threads: [plain]", "OncePerRequestFilter");
			assertThat(server.get("/work").headers().allValues("Seen")).containsExactly("REQUEST, held 1");
			assertThat(afterWaiting(server, "/work").get(60, TimeUnit.SECONDS).headers().allValues("Seen"))
				.containsExactly("REQUEST, held 1");
			assertNothingHeld(server);
		}
	}

	@Test
	void whoIsRefusedBySecurityTakesNoPermit() throws Exception {
		try (RouteServer server = start(SecuredRoutesApplication.class)) {
			assertThat(server.get("/work").statusCode()).isIn(401, 403);
			assertThat(server.acquired()).isZero();
			assertThat(server.get("/principal?user=alice").body()).isEqualTo("alice");
			assertThat(server.acquired()).isOne();
		}
	}

	@Test
	void userIsStillKnownAfterTheWait() throws Exception {
		try (RouteServer server = start(SecuredRoutesApplication.class)) {
			HttpResponse<String> response = afterWaiting(server, "/principal?user=alice").get(60, TimeUnit.SECONDS);
			assertThat(response.body()).isEqualTo("alice");
			assertThat(response.statusCode()).isEqualTo(200);
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void requestGoesOnOnAVirtualThreadIfTheServerIsOnThem() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class, "spring.threads.virtual.enabled=true")) {
			assertThat(server.get("/virtual").body()).isEqualTo("true");
			assertThat(afterWaiting(server, "/virtual").get(60, TimeUnit.SECONDS).body()).isEqualTo("true");
		}
	}

	@Test
	void actuatorAndProbesAreExemptUnlessNamed() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class, "semaphore.web.routes[0].path=/**",
				"semaphore.instances.reports.max-wait=0", "management.endpoint.health.probes.add-additional-paths=true",
				"management.endpoints.web.exposure.include=*", "management.health.redis.enabled=false");
				Permit all = server.takeAll()) {
			assertThat(server.get("/work").statusCode()).isEqualTo(503);
			for (String path : List.of("/actuator", "/actuator/info", "/actuator/health", "/actuator/health/liveness",
					"/livez", "/readyz")) {
				assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
			}
			assertThat(all.weight()).isEqualTo(2);
		}
		try (RouteServer server = start(ServletRoutesApplication.class, "semaphore.web.routes[0].path=/actuator/**",
				"semaphore.instances.reports.max-wait=0", "management.endpoints.web.exposure.include=*",
				"management.health.redis.enabled=false"); Permit all = server.takeAll()) {
			assertThat(server.get("/actuator/info").statusCode()).isEqualTo(503);
			assertThat(server.get("/actuator/health").statusCode()).as("health is not named").isEqualTo(200);
			assertThat(all.weight()).isEqualTo(2);
		}
	}

	@Test
	void twoCallersWithKeysOfTheirOwnDoNotShareALimit() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class, "semaphore.instances.reports.permits-per-key=1",
				"semaphore.web.routes[0].key.source=header", "semaphore.web.routes[0].key.name=X-Tenant",
				"semaphore.instances.reports.max-wait=0")) {
			CompletableFuture<HttpResponse<String>> first = server.getLater("/deferred", "X-Tenant", "north");
			ServletRoutesApplication.Work work = server.bean(ServletRoutesApplication.Work.class);
			work.begun();
			assertThat(server.getLater("/work", "X-Tenant", "north").get(60, TimeUnit.SECONDS).statusCode())
				.isEqualTo(503);
			assertThat(server.getLater("/work", "X-Tenant", "south").get(60, TimeUnit.SECONDS).statusCode())
				.isEqualTo(200);
			work.finish();
			assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void clientThatGoesAwayInTheMiddleOfAStreamGivesItsPermitBack() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class)) {
			SseEmitter emitter;
			try (Socket client = server.connect(events())) {
				emitter = server.bean(ServletRoutesApplication.Work.class).streaming();
				emitter.send("first");
				assertThat(client.getInputStream().read()).isEqualTo('H');
				assertThat(server.semaphore().snapshot().held()).isEqualTo(1);
			}
			await().ignoreExceptions().untilAsserted(() -> {
				boolean over = server.semaphore().snapshot().held() == 0;
				if (!over) {
					emitter.send("next");
				}
				assertThat(over).isTrue();
			});
		}
	}

	@Test
	void clientThatGoesAwayWhileItWaitsKeepsItsPlaceAndItsPermitNoLongerThanItsTurn() throws Exception {
		try (RouteServer server = start(ServletRoutesApplication.class)) {
			try (Permit all = server.takeAll()) {
				try (Socket client = server.connect("/work")) {
					server.awaitQueue(1);
					client.setSoLinger(true, 0);
				}
				assertThat(all.weight()).isEqualTo(2);
			}
			assertNothingHeld(server);
			assertThat(server.get("/work").statusCode()).isEqualTo(200);
		}
	}

	/**
	 * Sends a request that has to wait, and lets it in.
	 */
	private static CompletableFuture<HttpResponse<String>> afterWaiting(RouteServer server, String path) {
		try (Permit all = server.takeAll()) {
			CompletableFuture<HttpResponse<String>> response = server.getLater(path);
			server.awaitQueue(1);
			assertThat(all.weight()).isEqualTo(2);
			return response;
		}
	}

	private static void assertNothingHeld(RouteServer server) {
		CountingSemaphore semaphore = server.semaphore();
		await().untilAsserted(() -> assertThat(semaphore.snapshot().available()).isEqualTo(2));
		assertThat(semaphore.snapshot().queueLength()).isZero();
	}

	private static void assertProblem(HttpResponse<String> response, int status, String reason) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Retry-After")).get().asString().matches("[1-9]\\d*");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("\"status\":" + status, "\"semaphore\":\"reports\"",
				"\"reason\":\"" + reason + "\"");
	}

	@Configuration(proxyBeanMethods = false)
	static class WithFilters extends ServletRoutesApplication {

		@Bean
		Filter seeing(CountingSemaphore semaphore) {
			return new OncePerRequestFilter() {

				@Override
				protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
						FilterChain chain) throws ServletException, IOException {
					see(request, response, semaphore);
					chain.doFilter(request, response);
				}

			};
		}

		@Bean
		Filter correlating() {
			return new Correlating();
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class Correlating extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			MDC.put("correlation", "42");
			try {
				chain.doFilter(request, response);
			}
			finally {
				MDC.remove("correlation");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithPlainFilter extends ServletRoutesApplication {

		@Bean
		Filter plain(CountingSemaphore semaphore) {
			return (request, response, chain) -> {
				see((HttpServletRequest) request, (HttpServletResponse) response, semaphore);
				chain.doFilter(request, response);
			};
		}

	}

	private static void see(HttpServletRequest request, HttpServletResponse response, CountingSemaphore semaphore) {
		DispatcherType type = request.getDispatcherType();
		response.addHeader("Seen", type + ", held " + semaphore.snapshot().held());
	}

}
