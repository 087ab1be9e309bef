package dev.semaphore.spring.autoconfigure.web.reactive;

import java.time.Duration;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.web.reactive.RefusalAdvice;
import dev.semaphore.spring.web.reactive.RefusalWebExceptionHandler;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.DispatcherHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreWebFluxAutoConfiguration}.
 */
class SemaphoreWebFluxAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(SemaphoreAutoConfiguration.class,
			SemaphoreWebFluxAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("semaphore.instances.reports.permits=4", "semaphore.instances.quotes.permits=4",
				"semaphore.instances.quotes.rejection-status=429");

	@Test
	void statusIsThatOfTheSemaphore() {
		this.runner.run((context) -> {
			assertThat(statusFor(context, "reports")).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
			assertThat(statusFor(context, "quotes")).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
		});
	}

	@Test
	void backsOffForBeansOfTheUser() {
		RefusalWebExceptionHandler handler = new RefusalWebExceptionHandler((name) -> HttpStatus.SERVICE_UNAVAILABLE);
		this.runner.withBean(RefusalWebExceptionHandler.class, () -> handler)
			.run((context) -> assertThat(context.getBean(RefusalWebExceptionHandler.class)).isSameAs(handler));
	}

	@Test
	void nothingIsDoneOutsideOfReactiveApplications() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(RefusalWebExceptionHandler.class));
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(RefusalAdvice.class));
	}

	@Test
	void nothingIsDoneWithoutWebFlux() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherHandler.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RefusalWebExceptionHandler.class));
	}

	@Test
	void annotatedHandlersMayHaveAParameterForTheirPermit() {
		this.runner
			.withConfiguration(AutoConfigurations.of(PermitsAutoConfiguration.class, AopAutoConfiguration.class,
					WebFluxAutoConfiguration.class))
			.withBean(Limited.class)
			.run((context) -> WebTestClient.bindToApplicationContext(context)
				.build()
				.get()
				.uri("/limited")
				.exchange()
				.expectBody(String.class)
				.isEqualTo("2 of reports"));
	}

	private static HttpStatusCode statusFor(ApplicationContext context, String semaphore) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
		context.getBean(RefusalWebExceptionHandler.class)
			.handle(exchange,
					new PermitRejectedException(semaphore, RejectionReason.UNAVAILABLE, 1, Duration.ofSeconds(1), ""))
			.block();
		return exchange.getResponse().getStatusCode();
	}

	@RestController
	static class Limited {

		@GetMapping("/limited")
		@Permits(name = "reports", weight = "2")
		Mono<String> limited(Permit permit) {
			return Mono.just(permit.weight() + " of reports");
		}

	}

}
