package dev.semaphore.spring.autoconfigure.web.reactive;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.spring.autoconfigure.web.RouteServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Limits by route before WebFlux, on Netty.
 */
@Tag("any-jdk")
class RouteLimitsOnWebFluxTests {

	@Test
	void permitIsHeldWhileTheHandlerRunsAndGivenBackAtTheEnd() throws Exception {
		try (RouteServer server = start()) {
			assertThat(server.get("/work").body()).isEqualTo("held 1");
			assertNothingHeld(server);
			assertThat(server.get("/other").body()).isEqualTo("held 0");
			assertThat(server.acquired()).isOne();
		}
	}

	@Test
	void requestsWaitWithoutThreadsAndGoOnWhereNothingMayBlock() throws Exception {
		try (RouteServer server = start()) {
			List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
			try (Permit all = server.takeAll()) {
				for (int i = 0; i < 50; i++) {
					responses.add(server.getLater("/thread"));
				}
				server.awaitQueue(50);
				assertThat(server.get("/other").statusCode()).as("while 50 wait").isEqualTo(200);
				assertThat(all.weight()).isEqualTo(2);
			}
			for (CompletableFuture<HttpResponse<String>> response : responses) {
				assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("non-blocking");
			}
			assertNothingHeld(server);
		}
	}

	@Test
	void refusedRequestIsToldWhenToTryAgain() throws Exception {
		try (RouteServer server = start("semaphore.instances.reports.max-wait=50ms"); Permit all = server.takeAll()) {
			HttpResponse<String> response = server.get("/work");
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(response.headers().firstValue("Retry-After")).get().asString().matches("[1-9]\\d*");
			assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(response.body()).contains("\"semaphore\":\"reports\"", "\"reason\":\"TIMED_OUT\"");
			assertThat(all.weight()).isEqualTo(2);
		}
	}

	@Test
	void permitIsHeldUntilTheAnswerComes() throws Exception {
		try (RouteServer server = start()) {
			CompletableFuture<HttpResponse<String>> response = server.getLater("/later");
			await().untilAsserted(() -> assertThat(server.semaphore().snapshot().held()).isEqualTo(1));
			await().until(() -> server.bean(Handlers.class).answer.currentSubscriberCount() == 1);
			server.bean(Handlers.class).answer.tryEmitValue("an answer");
			assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("an answer");
			assertNothingHeld(server);
		}
	}

	@Test
	void nothingIsKeptHoweverItEnds() throws Exception {
		try (RouteServer server = start()) {
			for (String path : List.of("/throws", "/fails", "/empty", "/no-such-page", "/stream")) {
				long before = server.acquired();
				assertThat(server.get(path).statusCode()).as(path).isIn(200, 404, 500);
				assertNothingHeld(server);
				assertThat(server.acquired() - before).as(path).isOne();
			}
		}
	}

	@Test
	void requestWithABodyWaitsWithItsBody() throws Exception {
		try (RouteServer server = start()) {
			CompletableFuture<HttpResponse<String>> response;
			try (Permit all = server.takeAll()) {
				response = server.postLater("/echo", "a body".repeat(5000));
				server.awaitQueue(1);
				assertThat(all.weight()).isEqualTo(2);
			}
			assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("30000");
		}
	}

	@Test
	void clientThatGoesAwayWhileItWaitsLeavesTheQueue() throws Exception {
		try (RouteServer server = start(); Permit all = server.takeAll()) {
			try (Socket client = server.connect("/work")) {
				server.awaitQueue(1);
				assertThat(client.isConnected()).isTrue();
			}
			server.awaitQueue(0);
			assertThat(all.weight()).isEqualTo(2);
		}
	}

	@Test
	void clientThatGoesAwayInTheMiddleOfAStreamGivesItsPermitBack() throws Exception {
		try (RouteServer server = start()) {
			try (Socket client = server.connect("/events")) {
				await().untilAsserted(() -> assertThat(server.semaphore().snapshot().held()).isEqualTo(1));
				assertThat(client.getInputStream().read()).isEqualTo('H');
			}
			assertNothingHeld(server);
		}
	}

	@Test
	void filtersBehindSeeThePermitHeldAndThoseBeforeMayRefuseWithoutOne() throws Exception {
		try (RouteServer server = start()) {
			assertThat(server.get("/work").headers().allValues("Seen")).containsExactly("held 1");
			assertThat(server.get("/work?refused").statusCode()).isEqualTo(401);
			assertThat(server.acquired()).isOne();
		}
	}

	@Test
	void keyOfThePrincipalIsItsName() throws Exception {
		try (RouteServer server = start("semaphore.instances.reports.permits-per-key=1",
				"semaphore.web.routes[0].key.source=principal", "semaphore.instances.reports.max-wait=0")) {
			CompletableFuture<HttpResponse<String>> first = server.getLater("/later?user=alice");
			await().until(() -> server.bean(Handlers.class).answer.currentSubscriberCount() == 1);
			assertThat(server.semaphore().keys(1).get(0).key()).isEqualTo("alice");
			assertThat(server.get("/work?user=alice").statusCode()).isEqualTo(503);
			assertThat(server.get("/work?user=bob").statusCode()).isEqualTo(200);
			server.bean(Handlers.class).answer.tryEmitValue("an answer");
			assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void actuatorAndHealthAreExempt() throws Exception {
		try (RouteServer server = start("semaphore.instances.reports.max-wait=0",
				"management.health.redis.enabled=false"); Permit all = server.takeAll()) {
			assertThat(server.get("/actuator/health").statusCode()).isEqualTo(200);
			assertThat(server.get("/work").statusCode()).isEqualTo(503);
			assertThat(all.weight()).isEqualTo(2);
		}
	}

	private static RouteServer start(String... properties) {
		return RouteServer.start(WebApplicationType.REACTIVE, new Class<?>[] { Application.class }, properties);
	}

	private static void assertNothingHeld(RouteServer server) {
		await().untilAsserted(() -> assertThat(server.semaphore().snapshot().available()).isEqualTo(2));
		assertThat(server.semaphore().snapshot().queueLength()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Handlers.class)
	static class Application {

		@Bean
		@Order(-100)
		WebFilter security() {
			return (exchange, chain) -> {
				if (exchange.getRequest().getQueryParams().containsKey("refused")) {
					exchange.getResponse().setRawStatusCode(401);
					return Mono.empty();
				}
				String user = exchange.getRequest().getQueryParams().getFirst("user");
				return (user != null) ? chain.filter(exchange.mutate().principal(Mono.just(() -> user)).build())
						: chain.filter(exchange);
			};
		}

		@Bean
		WebFilter seeing(CountingSemaphore semaphore) {
			return (exchange, chain) -> {
				exchange.getResponse().getHeaders().add("Seen", "held " + semaphore.snapshot().held());
				return chain.filter(exchange);
			};
		}

	}

	@RestController
	static class Handlers {

		private final Sinks.One<String> answer = Sinks.one();

		private final CountingSemaphore semaphore;

		Handlers(CountingSemaphore semaphore) {
			this.semaphore = semaphore;
		}

		@GetMapping({ "/work", "/other" })
		String work() {
			return "held " + this.semaphore.snapshot().held();
		}

		@GetMapping("/thread")
		Mono<String> thread() {
			return Mono.just(Schedulers.isInNonBlockingThread() ? "non-blocking" : "blocking");
		}

		@GetMapping("/later")
		Mono<String> later() {
			return this.answer.asMono();
		}

		@GetMapping("/throws")
		String fails() {
			throw new IllegalStateException("meant to fail");
		}

		@GetMapping("/fails")
		Mono<String> failsLater() {
			return Mono.error(new IllegalStateException("meant to fail"));
		}

		@GetMapping("/empty")
		Mono<String> empty() {
			return Mono.empty();
		}

		@GetMapping("/stream")
		Flux<String> stream() {
			return Flux.range(0, 1000).map((number) -> Integer.toString(number));
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.concat(Flux.just("first"), Flux.never());
		}

		@PostMapping("/echo")
		Mono<String> echo(@RequestBody Mono<String> body) {
			return body.map((text) -> Integer.toString(text.length()));
		}

	}

}
