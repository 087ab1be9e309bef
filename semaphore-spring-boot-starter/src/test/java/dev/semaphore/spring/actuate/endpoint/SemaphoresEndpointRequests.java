package dev.semaphore.spring.actuate.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.DeadlockHazards.Cycle;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * An application with the endpoint, and requests to it.
 */
abstract class SemaphoresEndpointRequests {

	static final String WRITABLE = "management.endpoint.semaphores.access=UNRESTRICTED";

	final SemaphoreTimes times = new SemaphoreTimes();

	final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	final List<Cycle> hazards = new ArrayList<>();

	/**
	 * Starts an application with the endpoint, and gives a client of it.
	 */
	abstract void run(SemaphoresEndpoint endpoint, SemaphoresEndpointWebExtension extension, List<String> properties,
			Consumer<WebTestClient> test);

	void run(Consumer<WebTestClient> test) {
		run(Show.NEVER, List.of(), test);
	}

	void run(Show showValues, List<String> properties, Consumer<WebTestClient> test) {
		run(showValues, properties, false, test);
	}

	void run(Show showValues, List<String> properties, boolean unsafeRelease, Consumer<WebTestClient> test) {
		SemaphoresEndpoint endpoint = new SemaphoresEndpoint(this.registry, this.times, (name) -> "local",
				() -> this.hazards, showValues, unsafeRelease);
		run(endpoint, new SemaphoresEndpointWebExtension(endpoint, showValues, Set.of()), properties, test);
	}

	CountingSemaphore semaphore(String name, SemaphorePolicy policy) {
		CountingSemaphore semaphore = CountingSemaphore.create(name, policy,
				SemaphoreOptions.defaults().withTrackHolders(true));
		this.registry.register(semaphore);
		return semaphore;
	}

	static WebTestClient.BodyContentSpec get(WebTestClient client, String name) {
		return client.get().uri("/actuator/semaphores/{name}", name).exchange().expectStatus().isOk().expectBody();
	}

	static ResponseSpec post(WebTestClient client, String name, String body) {
		return client.post()
			.uri("/actuator/semaphores/" + name)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

}
