package dev.semaphore.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the sample shows of itself.
 */
@SampleTest
class ActuatorTests {

	@Autowired
	Callers callers;

	@ParameterizedTest
	@ValueSource(strings = { "health", "info", "metrics", "prometheus", "semaphores", "semaphores/quotes",
			"semaphoredashboard", "metrics/semaphore.wait?tag=name:quotes" })
	void everyPageThatTheStartPageLinksToIsThere(String page) {
		this.callers.get("/api/quotes/ACME");
		assertThat(this.callers.get("/actuator/" + page).statusCode()).isEqualTo(200);
	}

	@Test
	void aScrapeHasTheMetersOfEverySemaphore() {
		this.callers.get("/api/quotes/ACME");
		String scrape = this.callers.get("/actuator/prometheus").body();
		assertThat(scrape).contains("semaphore_permits{name=\"quotes\"} 4.0",
				"semaphore_permits_available{name=\"quotes\"} 4.0", "semaphore_permits_held{name=\"reports\"} 0.0",
				"semaphore_queue_length{name=\"batches\"} 0.0",
				"semaphore_rejections_total{name=\"valuations\",reason=",
				"semaphore_wait_seconds_count{name=\"quotes\",outcome=\"acquired\"}",
				"semaphore_hold_seconds_count{name=\"quotes\"}");
	}

	@Test
	void theLimitsCannotBeChangedUnlessTheSampleIsStartedSo() {
		HttpResponse<String> response = this.callers.post("/actuator/semaphores/quotes", "{\"permits\": 100}");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(this.callers.numbers("quotes").path("permits").asInt()).isEqualTo(4);
	}

}
