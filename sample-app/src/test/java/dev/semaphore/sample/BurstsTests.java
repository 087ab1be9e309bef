package dev.semaphore.sample;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bursts for the start page.
 */
@SampleTest
class BurstsTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@Autowired
	WebApplicationContext context;

	@AfterEach
	void openGate() {
		this.workload.openGate();
	}

	@Test
	void everyRequestOfABurstIsCountedByWhatCameOfIt() {
		this.workload.closeGate();
		int before = rejections("recommendations");
		CompletableFuture<HttpResponse<String>> burst = CompletableFuture
			.supplyAsync(() -> send("recommendations", 40));
		this.callers.awaitNumbers("recommendations", 2, 0);
		Callers.eventually().until(() -> rejections("recommendations") == before + 38);
		this.workload.openGate();
		JsonNode result = this.callers.json(Callers.answer(burst));
		assertThat(result.path("requests").asInt()).isEqualTo(40);
		assertThat(result.path("outcomes").path("model").asInt()).isEqualTo(2);
		assertThat(result.path("outcomes").path("bestsellers").asInt()).isEqualTo(38);
	}

	@Test
	void refusedRequestsAreCountedByStatusAndReason() {
		this.workload.closeGate();
		CompletableFuture<HttpResponse<String>> burst = CompletableFuture.supplyAsync(() -> send("reports", 60));
		this.callers.awaitNumbers("reports", 4, 50);
		this.workload.openGate();
		JsonNode outcomes = this.callers.json(Callers.answer(burst)).path("outcomes");
		assertThat(outcomes.path("answered").asInt()).isEqualTo(54);
		assertThat(outcomes.path("503 QUEUE_FULL").asInt()).isEqualTo(6);
	}

	@Test
	void thereIsOneBurstAtATime() {
		this.workload.closeGate();
		CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> send("quotes", 5));
		this.callers.awaitNumbers("bursts", 1, 0);
		HttpResponse<String> second = send("quotes", 5);
		assertThat(second.statusCode()).isEqualTo(503);
		assertThat(this.callers.json(second).path("semaphore").asString()).isEqualTo("bursts");
		this.workload.openGate();
		assertThat(Callers.answer(first).statusCode()).isEqualTo(200);
		this.callers.awaitNumbers("bursts", 0, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"target\": \"https://example.org\", \"requests\": 5}", "{\"requests\": 5}",
			"{\"target\": \"quotes\", \"requests\": 201}", "{\"target\": \"quotes\", \"requests\": 0}", "nonsense" })
	void aBurstThatMayNotBeSentIsABadRequest(String body) {
		assertThat(this.callers.post("/api/bursts", body).statusCode()).isEqualTo(400);
	}

	@Test
	void whoIsNotOnThisMachineIsForbiddenToSendOne() {
		assertThat(MockMvcTester.from(this.context).post().uri("/api/bursts").with((request) -> {
			request.setRemoteAddr("192.0.2.1");
			return request;
		}).contentType(MediaType.APPLICATION_JSON).content("{\"target\": \"quotes\", \"requests\": 5}")).hasStatus(403);
	}

	@Test
	void aFormOfAnotherSiteCannotSendOne() {
		assertThat(MockMvcTester.from(this.context)
			.post()
			.uri("/api/bursts")
			.contentType(MediaType.TEXT_PLAIN)
			.content("{}")).hasStatus(415);
	}

	private HttpResponse<String> send(String target, int requests) {
		return this.callers.post("/api/bursts", "{\"target\": \"%s\", \"requests\": %d}".formatted(target, requests));
	}

	private int rejections(String semaphore) {
		JsonNode rejected = this.callers.json(this.callers.get("/actuator/semaphores/" + semaphore))
			.path("statistics")
			.path("rejected");
		return rejected.valueStream().mapToInt(JsonNode::asInt).sum();
	}

}
