package dev.semaphore.sample;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many callers at once, by HTTP.
 */
@SampleTest
class ManyCallersTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@BeforeEach
	void closeGate() {
		this.workload.closeGate();
	}

	@AfterEach
	void openGate() {
		this.workload.openGate();
	}

	@Test
	void of200CallersExactly4AreAtWorkTheOthersWaitAndAllAreAnswered() {
		JsonNode before = statistics("quotes");
		List<CompletableFuture<HttpResponse<String>>> responses = this.callers.atOnce(200, "/api/quotes/acme");
		this.callers.awaitNumbers("quotes", 4, 196);
		JsonNode during = this.callers.numbers("quotes");
		assertThat(during.path("permits").asInt()).isEqualTo(4);
		assertThat(during.path("available").asInt()).isZero();
		assertThat(this.workload.atWork("quotes")).isEqualTo(during.path("held").asInt());
		this.workload.openGate();
		assertThat(Callers.answers(responses)).allSatisfy((response) -> {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(this.callers.json(response).path("symbol").asString()).isEqualTo("ACME");
		});
		assertThat(this.workload.mostAtWork("quotes")).isEqualTo(4);
		allIsBack("quotes");
		JsonNode after = statistics("quotes");
		assertThat(after.path("acquired").asInt() - before.path("acquired").asInt()).isEqualTo(200);
		assertThat(after.path("released").asInt() - before.path("released").asInt()).isEqualTo(200);
	}

	@Test
	void batchesShareThePermitsByTheirWeightAndNobodyPassesAWaiter() {
		CompletableFuture<HttpResponse<String>> first = this.callers.one("/api/batches?size=7");
		this.callers.awaitNumbers("batches", 7, 0);
		CompletableFuture<HttpResponse<String>> tooWideForNow = this.callers.one("/api/batches?size=4");
		this.callers.awaitNumbers("batches", 7, 1);
		CompletableFuture<HttpResponse<String>> narrowButLater = this.callers.one("/api/batches?size=3");
		this.callers.awaitNumbers("batches", 7, 2);
		assertThat(this.workload.atWork("batches")).isOne();
		this.workload.openGate();
		assertThat(Callers.answers(List.of(first, tooWideForNow, narrowButLater)))
			.extracting((response) -> this.callers.json(response).path("settled").asInt())
			.containsExactly(7, 4, 3);
		allIsBack("batches");
	}

	@Test
	void aBatchOfNothingIsABadRequest() {
		assertThat(this.callers.get("/api/batches?size=0").statusCode()).isEqualTo(400);
		allIsBack("batches");
	}

	@Test
	void whoFindsTheModelBusyIsAnsweredByTheFallback() {
		List<CompletableFuture<HttpResponse<String>>> model = this.callers.atOnce(2, "/api/recommendations");
		this.callers.awaitNumbers("recommendations", 2, 0);
		HttpResponse<String> other = this.callers.get("/api/recommendations?account=A-7");
		assertThat(other.statusCode()).isEqualTo(200);
		assertThat(this.callers.json(other).path("source").asString()).isEqualTo("bestsellers");
		assertThat(this.callers.json(other).path("account").asString()).isEqualTo("A-7");
		this.workload.openGate();
		assertThat(Callers.answers(model)).allSatisfy(
				(response) -> assertThat(this.callers.json(response).path("source").asString()).isEqualTo("model"));
		allIsBack("recommendations");
	}

	@Test
	void aPermitIsHeldUntilTheFutureCompletes() {
		List<CompletableFuture<HttpResponse<String>>> responses = this.callers.atOnce(20, "/api/valuations/A-1");
		this.callers.awaitNumbers("valuations", 3, 17);
		Callers.eventually().until(() -> this.workload.atWork("valuations") == 3);
		this.workload.openGate();
		assertThat(Callers.answers(responses)).allSatisfy((response) -> {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(this.callers.json(response).path("worth").decimalValue()).isPositive();
		});
		assertThat(this.workload.mostAtWork("valuations")).isEqualTo(3);
		allIsBack("valuations");
	}

	private JsonNode statistics(String semaphore) {
		return this.callers.json(this.callers.get("/actuator/semaphores/" + semaphore)).path("statistics");
	}

	private void allIsBack(String semaphore) {
		this.callers.awaitNumbers(semaphore, 0, 0);
		JsonNode numbers = this.callers.numbers(semaphore);
		assertThat(numbers.path("available").asInt()).isEqualTo(numbers.path("permits").asInt());
		assertThat(this.workload.atWork(semaphore)).isZero();
	}

}
