package dev.semaphore.spring.autoconfigure.actuate.dashboard;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page, and what it asks, on the servers that Boot starts.
 */
@Tag("any-jdk")
class DashboardOnServersTests {

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofMinutes(1)).build();

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void thePageAndItsNumbersAreOnTheManagementPort(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.server.port=0")) {
			HttpResponse<String> page = get(context, "local.management.port", "/actuator/semaphoredashboard");
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.headers().firstValue("Content-Type")).get()
				.asString()
				.isEqualToIgnoringCase("text/html;charset=utf-8");
			assertThat(page.body()).contains("Connecting …", "data-semaphores=\"semaphores\"");
			assertThat(get(context, "local.management.port", "/actuator/semaphores?recent=true").body())
				.contains("\"reports\":{\"permits\":1,", "\"oldestWait\":\"PT0S\",\"recent\":{\"seconds\":");
			assertThat(get(context, "local.server.port", "/actuator/semaphoredashboard").statusCode()).isEqualTo(404);
		}
	}

	/**
	 * What a form on somebody else's page can send without asking first.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
	void othersPagesCannotChangeAnything(String contentType) throws Exception {
		for (WebApplicationType type : new WebApplicationType[] { WebApplicationType.SERVLET,
				WebApplicationType.REACTIVE }) {
			try (ConfigurableApplicationContext context = start(type,
					"management.endpoint.semaphores.access=unrestricted")) {
				HttpRequest.Builder request = HttpRequest
					.newBuilder(uri(context, "local.server.port", "/actuator/semaphores/reports?permits=0"))
					.timeout(Duration.ofMinutes(1));
				assertThat(send(request.copy().POST(BodyPublishers.noBody()).build()).statusCode()).isEqualTo(415);
				assertThat(send(request.header("Content-Type", contentType)
					.POST(BodyPublishers.ofString("{\"permits\": 0}"))
					.build()).statusCode()).isEqualTo(415);
				assertThat(context.getBean(CountingSemaphore.class).snapshot().permits()).isEqualTo(1);
			}
		}
	}

	/**
	 * Two servers are on the class path; for a reactive application both would make the
	 * management port.
	 */
	private static ConfigurableApplicationContext start(WebApplicationType type, String property) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "semaphore.instances.reports.permits=1",
					"management.endpoints.web.exposure.include=semaphores,semaphoredashboard",
					"spring.main.banner-mode=off", "spring.main.allow-bean-definition-overriding=true", property)
			.run();
	}

	private HttpResponse<String> get(ConfigurableApplicationContext context, String port, String path)
			throws Exception {
		return send(HttpRequest.newBuilder(uri(context, port, path)).timeout(Duration.ofMinutes(1)).build());
	}

	private static URI uri(ConfigurableApplicationContext context, String port, String path) {
		return URI.create("http://localhost:" + context.getEnvironment().getProperty(port) + path);
	}

	private HttpResponse<String> send(HttpRequest request) throws Exception {
		return this.client.send(request, BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
