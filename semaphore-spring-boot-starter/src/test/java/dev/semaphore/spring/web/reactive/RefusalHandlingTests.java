package dev.semaphore.spring.web.reactive;

import java.util.List;
import java.util.function.Consumer;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.web.RefusedRequests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.server.WebFilter;

/**
 * Tests for {@link RefusalWebExceptionHandler} and {@link RefusalAdvice}.
 */
class RefusalHandlingTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, CodecsAutoConfiguration.class,
				HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class,
				ErrorWebFluxAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@Test
	void refusalIsAnsweredWithStatusRetryAfterAndProblem() {
		run(this.runner, (client) -> {
			for (String path : List.of("/plain", "/wrapped", "/nested", "/future", "/mono", "/functional",
					"/filtered")) {
				assertRefused(get(client, path));
			}
		});
	}

	@Test
	void acceptHeaderDoesNotMatter() {
		run(this.runner, (client) -> {
			for (String accept : List.of("text/html", "application/xml", "image/png", "*/*;q=0")) {
				assertRefused(client.get().uri("/plain").header("Accept", accept).exchange());
			}
		});
	}

	@Test
	void otherExceptionsAreLeftAlone() {
		run(this.runner, (client) -> get(client, "/other").expectStatus().isEqualTo(500));
	}

	@Test
	void exceptionThatSaysItsOwnStatusKeepsIt() {
		run(this.runner, (client) -> {
			get(client, "/status").expectStatus().isEqualTo(HttpStatus.BAD_GATEWAY);
			get(client, "/annotated").expectStatus().isEqualTo(HttpStatus.GONE);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { RefusedRequests.RefusalHandler.class, RefusedRequests.EarlyRefusalHandler.class,
			RefusedRequests.SuperclassHandler.class })
	void handlerOfTheUserWins(Class<?> advice) {
		run(this.runner.withUserConfiguration(advice), (client) -> {
			get(client, "/plain").expectStatus().isEqualTo(RefusedRequests.HANDLED);
			get(client, "/mono").expectStatus().isEqualTo(RefusedRequests.HANDLED);
		});
	}

	@Test
	void handlerOfTheUserWinsForTheExceptionAroundTheRefusal() {
		run(this.runner.withUserConfiguration(RefusedRequests.WrapperHandler.class), (client) -> {
			get(client, "/nested").expectStatus().isEqualTo(RefusedRequests.HANDLED);
			assertRefused(get(client, "/wrapped"));
		});
	}

	@Test
	void handlerOfTheUserWinsInTheControllerItself() {
		run(this.runner.withUserConfiguration(RefusedRequests.CatchingController.class),
				(client) -> get(client, "/catching").expectStatus().isEqualTo(RefusedRequests.HANDLED));
	}

	@Test
	void webExceptionHandlerOfTheUserWinsThatComesFirst() {
		run(this.runner.withUserConfiguration(EarlyHandler.class),
				(client) -> get(client, "/plain").expectStatus().isEqualTo(RefusedRequests.HANDLED));
	}

	@ParameterizedTest
	@ValueSource(classes = { RefusedRequests.Everything.class, RefusedRequests.EveryRuntimeException.class,
			RefusedRequests.OtherControllersHandler.class })
	void handlerThatIsNotMeantForRefusalsDoesNotGetThem(Class<?> advice) {
		run(this.runner.withUserConfiguration(advice), (client) -> {
			assertRefused(get(client, "/plain"));
			assertRefused(get(client, "/wrapped"));
			assertRefused(get(client, "/future"));
			assertRefused(get(client, "/mono"));
		});
	}

	@Test
	void responseThatHasBegunIsLeftAlone() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		PermitRejectedException refusal = RefusedRequests.refusal();
		StepVerifier
			.create(exchange.getResponse()
				.setComplete()
				.then(new RefusalWebExceptionHandler(RefusedRequests::statusOf).handle(exchange, refusal)))
			.verifyErrorMatches(refusal::equals);
	}

	private static void run(ReactiveWebApplicationContextRunner runner, Consumer<WebTestClient> test) {
		runner.run((context) -> test.accept(WebTestClient.bindToApplicationContext(context).build()));
	}

	private static ResponseSpec get(WebTestClient client, String path) {
		return client.get().uri(path).exchange();
	}

	private static void assertRefused(ResponseSpec response) {
		response.expectStatus()
			.isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
			.expectHeader()
			.valueEquals("Retry-After", "3")
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody(String.class)
			.isEqualTo(RefusedRequests.PROBLEM);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		RefusalWebExceptionHandler handler() {
			return new RefusalWebExceptionHandler(RefusedRequests::statusOf);
		}

		@Bean
		RefusalAdvice advice(ApplicationContext context) {
			return new RefusalAdvice(context);
		}

		@Bean
		RefusedRequests.Reports reports() {
			return new RefusedRequests.Reports();
		}

		@Bean
		ReactiveReports reactiveReports() {
			return new ReactiveReports();
		}

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route().GET("/functional", (request) -> {
				throw RefusedRequests.refusal();
			}).build();
		}

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/filtered")
					? Mono.error(RefusedRequests.refusal()) : chain.filter(exchange);
		}

	}

	@RestController
	static class ReactiveReports {

		@GetMapping("/mono")
		Mono<String> mono() {
			return Mono.error(RefusedRequests::refusal);
		}

	}

	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class EarlyHandler implements WebExceptionHandler {

		@Override
		public Mono<Void> handle(ServerWebExchange exchange, Throwable exception) {
			exchange.getResponse().setStatusCode(RefusedRequests.HANDLED);
			return exchange.getResponse().setComplete();
		}

	}

}
