package dev.semaphore.sample;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a caller gets that is refused.
 */
@SampleTest
@TestPropertySource(properties = { "semaphore.instances.quotes.permits=1", "semaphore.instances.quotes.max-wait=50ms",
		"semaphore.instances.reports.permits=1", "semaphore.instances.reports.max-wait=0",
		"semaphore.instances.reports.rejection-status=429", "semaphore.instances.valuations.permits=1",
		"semaphore.instances.valuations.max-queue=0" })
class RefusalsTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@Autowired
	@Qualifier("quotes")
	CountingSemaphore quotes;

	@AfterEach
	void openGate() {
		this.workload.openGate();
	}

	@Test
	void whoWaitsTooLong() {
		isRefusedWhileBusy("quotes", "/api/quotes/ACME", 503, "TIMED_OUT");
	}

	@Test
	void whoDoesNotWaitUnderAStatusOfItsOwn() {
		isRefusedWhileBusy("reports", "/api/reports", 429, "UNAVAILABLE");
	}

	@Test
	void whoFindsTheQueueFullWhereTheAnswerIsAFuture() {
		isRefusedWhileBusy("valuations", "/api/valuations/A-1", 503, "QUEUE_FULL");
	}

	@Test
	void whoAsksForMoreThanThereIs() {
		isRefused(this.callers.get("/api/batches?size=11"), 503, "batches", "TOO_LARGE");
	}

	@Test
	void whoComesWhenItIsClosed() {
		this.quotes.close();
		try {
			isRefused(this.callers.get("/api/quotes/ACME"), 503, "quotes", "CLOSED");
		}
		finally {
			this.quotes.open();
		}
		assertThat(this.callers.get("/api/quotes/ACME").statusCode()).isEqualTo(200);
	}

	private void isRefusedWhileBusy(String semaphore, String path, int status, String reason) {
		this.workload.closeGate();
		CompletableFuture<HttpResponse<String>> busy = this.callers.one(path);
		Callers.eventually().until(() -> this.workload.atWork(semaphore) == 1);
		isRefused(this.callers.get(path), status, semaphore, reason);
		assertThat(this.workload.mostAtWork(semaphore)).isOne();
		this.workload.openGate();
		assertThat(Callers.answer(busy).statusCode()).isEqualTo(200);
		this.callers.awaitNumbers(semaphore, 0, 0);
	}

	private void isRefused(HttpResponse<String> response, int status, String semaphore, String reason) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
		JsonNode problem = this.callers.json(response);
		assertThat(problem.path("title").asString("")).isNotBlank();
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("detail").asString("")).isNotBlank();
		assertThat(problem.path("semaphore").asString()).isEqualTo(semaphore);
		assertThat(problem.path("reason").asString()).isEqualTo(reason);
	}

}
