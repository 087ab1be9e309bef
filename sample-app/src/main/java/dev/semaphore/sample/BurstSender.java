package dev.semaphore.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.semaphore.spring.annotation.Permits;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.stereotype.Component;

/**
 * Sends many requests at once and counts what came of them.
 */
@Component
class BurstSender {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(PATIENCE)
		.build();

	private final JsonMapper json;

	BurstSender(JsonMapper json) {
		this.json = json;
	}

	@Permits("bursts")
	CompletableFuture<BurstResult> send(URI uri, int requests) {
		long start = System.nanoTime();
		HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
		List<CompletableFuture<String>> outcomes = IntStream.range(0, requests)
			.mapToObj((i) -> this.client.sendAsync(request, BodyHandlers.ofString())
				.handle((response, failure) -> (failure != null) ? "failed" : outcome(response)))
			.toList();
		return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
			.thenApply((done) -> BurstResult.of(outcomes.stream().map(CompletableFuture::join).toList(),
					Duration.ofNanos(System.nanoTime() - start)));
	}

	private String outcome(HttpResponse<String> response) {
		JsonNode body = body(response);
		return (response.statusCode() == 200) ? body.path("source").asString("answered")
				: (response.statusCode() + " " + body.path("reason").asString("")).strip();
	}

	private JsonNode body(HttpResponse<String> response) {
		try {
			return this.json.readTree(response.body());
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

}
