package dev.semaphore.spring.actuate.endpoint;

import java.util.List;
import java.util.function.Consumer;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.MockMvcWebTestClient;

/**
 * Tests for {@link SemaphoresEndpoint} on Spring MVC.
 */
class SemaphoresEndpointMvcTests extends SemaphoresEndpointWebTests {

	@Override
	void run(SemaphoresEndpoint endpoint, SemaphoresEndpointWebExtension extension, List<String> properties,
			Consumer<WebTestClient> test) {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DispatcherServletAutoConfiguration.class,
					EndpointAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
					JacksonAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
					ManagementContextAutoConfiguration.class, ServletManagementContextAutoConfiguration.class,
					WebEndpointAutoConfiguration.class, WebMvcAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=semaphores")
			.withPropertyValues(properties.toArray(String[]::new))
			.withBean(SemaphoresEndpoint.class, () -> endpoint)
			.withBean(SemaphoresEndpointWebExtension.class, () -> extension)
			.run((context) -> test.accept(MockMvcWebTestClient.bindToApplicationContext(context).build()));
	}

}
