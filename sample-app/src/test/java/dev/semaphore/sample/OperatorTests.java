package dev.semaphore.sample;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample under the profile {@code operator}.
 */
@SampleTest
@ActiveProfiles("operator")
class OperatorTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@AfterEach
	void leaveAsFound() {
		this.workload.openGate();
		this.callers.post("/actuator/semaphores/quotes", "{\"permits\": 4}");
	}

	@Test
	void aRaisedLimitLetsInWhoWaits() {
		this.workload.closeGate();
		List<CompletableFuture<HttpResponse<String>>> responses = this.callers.atOnce(12, "/api/quotes/ACME");
		this.callers.awaitNumbers("quotes", 4, 8);
		HttpResponse<String> changed = this.callers.post("/actuator/semaphores/quotes", "{\"permits\": 10}");
		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(this.callers.json(changed).path("permits").asInt()).isEqualTo(10);
		this.callers.awaitNumbers("quotes", 10, 2);
		Callers.eventually().until(() -> this.workload.atWork("quotes") == 10);
		this.workload.openGate();
		assertThat(Callers.answers(responses)).extracting(HttpResponse::statusCode).containsOnly(200);
		this.callers.awaitNumbers("quotes", 0, 0);
	}

}
