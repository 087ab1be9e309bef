package dev.semaphore.spring.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.spring.annotation.Permits;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are refused below a controller, on the servers that Boot starts.
 */
class RefusedRequestsOnServersTests {

	private static final String PROBLEM = "{\"title\":\"Too Many Requests\",\"status\":429,"
			+ "\"detail\":\"All permits of 'reports' are taken.\",\"semaphore\":\"reports\","
			+ "\"reason\":\"UNAVAILABLE\"}";

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void clientsAreToldWhenToTryAgain(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type)) {
			String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
			assertThat(send(base + "/reports", "GET").body()).isEqualTo("a report");
			CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
			semaphore.acquire();
			assertRefused(send(base + "/reports", "GET"), PROBLEM);
			assertRefused(send(base + "/reports", "POST"), PROBLEM);
			assertRefused(send(base + "/reports", "HEAD"), "");
			assertRefused(send(base + "/later", "GET"), PROBLEM);
			assertRefused(send(base + "/filtered", "GET"), PROBLEM);
			assertThat(semaphore.snapshot().held()).isEqualTo(1);
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "semaphore.instances.reports.permits=1",
					"semaphore.instances.reports.max-wait=0", "semaphore.instances.reports.rejection-status=429",
					"spring.main.banner-mode=off")
			.run();
	}

	private HttpResponse<String> send(String uri, String method) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
			.method(method, BodyPublishers.noBody())
			.header("Accept", "text/html, */*;q=0.1")
			.timeout(Duration.ofSeconds(60))
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private static void assertRefused(HttpResponse<String> response, String body) {
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("Retry-After")).get().asString().matches("[1-9]\\d*");
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).isEqualTo(body);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Reports.class, ReportsController.class, ServletFilters.class, ReactiveFilters.class })
	static class Application {

	}

	static class Reports {

		@Permits("reports")
		String monthly() {
			return "a report";
		}

		@Permits("reports")
		CompletableFuture<String> later() {
			return CompletableFuture.completedFuture("a report");
		}

	}

	@RestController
	static class ReportsController {

		private final Reports reports;

		ReportsController(Reports reports) {
			this.reports = reports;
		}

		@GetMapping("/reports")
		String monthly() {
			return this.reports.monthly();
		}

		@PostMapping("/reports")
		String order() {
			return this.reports.monthly();
		}

		@GetMapping("/later")
		CompletableFuture<String> later() {
			return this.reports.later();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class ServletFilters {

		@Bean
		Filter reporting(Reports reports) {
			return (request, response, chain) -> {
				if (((HttpServletRequest) request).getRequestURI().equals("/filtered")) {
					reports.monthly();
				}
				chain.doFilter(request, response);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveFilters {

		@Bean
		WebFilter reporting(Reports reports) {
			return (exchange, chain) -> {
				if (exchange.getRequest().getPath().value().equals("/filtered")) {
					reports.monthly();
				}
				return chain.filter(exchange);
			};
		}

	}

}
