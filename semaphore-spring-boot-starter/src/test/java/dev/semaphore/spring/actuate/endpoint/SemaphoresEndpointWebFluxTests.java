package dev.semaphore.spring.actuate.endpoint;

import java.util.List;
import java.util.function.Consumer;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Tests for {@link SemaphoresEndpoint} on WebFlux.
 */
class SemaphoresEndpointWebFluxTests extends SemaphoresEndpointWebTests {

	@Override
	void run(SemaphoresEndpoint endpoint, SemaphoresEndpointWebExtension extension, List<String> properties,
			Consumer<WebTestClient> test) {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CodecsAutoConfiguration.class, EndpointAutoConfiguration.class,
					HttpHandlerAutoConfiguration.class, JacksonAutoConfiguration.class,
					JacksonEndpointAutoConfiguration.class, ManagementContextAutoConfiguration.class,
					WebEndpointAutoConfiguration.class, WebFluxAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=semaphores")
			.withPropertyValues(properties.toArray(String[]::new))
			.withBean(SemaphoresEndpoint.class, () -> endpoint)
			.withBean(SemaphoresEndpointWebExtension.class, () -> extension)
			.run((context) -> test.accept(WebTestClient.bindToApplicationContext(context).build()));
	}

}
