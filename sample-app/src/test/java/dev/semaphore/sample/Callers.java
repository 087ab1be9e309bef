package dev.semaphore.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;

/**
 * Sends requests to the sample, from a thread each.
 */
class Callers implements DisposableBean {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/**
	 * Of one who waits for a permit while the test starts browsers and looks at pages.
	 */
	private static final Duration PATIENCE_OF_REQUESTS = Duration.ofMinutes(5);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final JsonMapper json = new JsonMapper();

	private final Environment environment;

	Callers(Environment environment) {
		this.environment = environment;
	}

	List<CompletableFuture<HttpResponse<String>>> atOnce(int callers, String path) {
		CyclicBarrier start = new CyclicBarrier(callers);
		return IntStream.range(0, callers).mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
			await(start);
			return get(path);
		}, this.threads)).toList();
	}

	CompletableFuture<HttpResponse<String>> one(String path) {
		return atOnce(1, path).get(0);
	}

	HttpResponse<String> get(String path) {
		return send(request(path).build());
	}

	HttpResponse<String> post(String path, String body) {
		return send(
				request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build());
	}

	JsonNode json(HttpResponse<String> response) {
		return this.json.readTree(response.body());
	}

	/**
	 * What the endpoint says of all semaphores about one of them.
	 * @param semaphore its name
	 * @return its numbers
	 */
	JsonNode numbers(String semaphore) {
		return json(get("/actuator/semaphores")).path("semaphores").path(semaphore);
	}

	void awaitNumbers(String semaphore, int held, int queueLength) {
		eventually().untilAsserted(() -> {
			JsonNode numbers = numbers(semaphore);
			org.assertj.core.api.Assertions
				.assertThat(List.of(numbers.path("held").asInt(-1), numbers.path("queueLength").asInt(-1)))
				.as("held and queueLength of " + semaphore)
				.containsExactly(held, queueLength);
		});
	}

	static ConditionFactory eventually() {
		return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
	}

	static <T> T answer(CompletableFuture<T> future) {
		return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	static <T> List<T> answers(List<CompletableFuture<T>> futures) {
		return futures.stream().map(Callers::answer).toList();
	}

	@Override
	public void destroy() {
		this.threads.shutdownNow();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE_OF_REQUESTS);
	}

	URI uri(String path) {
		return URI.create("http://localhost:" + this.environment.getRequiredProperty("local.server.port") + path);
	}

	private HttpResponse<String> send(HttpRequest request) {
		try {
			return this.client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CyclicBarrier start) {
		try {
			start.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
