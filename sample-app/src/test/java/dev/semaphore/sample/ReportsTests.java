package dev.semaphore.sample;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reports and the pool of connections.
 */
@SampleTest
class ReportsTests {

	@Autowired
	Callers callers;

	@Autowired
	GatedWorkload workload;

	@Autowired
	HikariDataSource pool;

	@AfterEach
	void openGate() {
		this.workload.openGate();
	}

	@Test
	void theReportIsWhatTheOrdersSay() {
		JsonNode report = this.callers.json(this.callers.get("/api/reports"));
		assertThat(report).hasSize(7);
		assertThat(report).extracting((line) -> line.path("turnover").asDouble())
			.isSortedAccordingTo((one, other) -> Double.compare(other, one));
		assertThat(report.valueStream().mapToLong((line) -> line.path("orders").asLong()).sum()).isEqualTo(20_000);
	}

	@Test
	void reportsHoldFourConnectionsAndThoseThatWaitHoldNoneSoThatTheQuickPageIsAnswered() {
		this.workload.closeGate();
		List<CompletableFuture<HttpResponse<String>>> reports = this.callers.atOnce(30, "/api/reports");
		this.callers.awaitNumbers("reports", 4, 26);
		Callers.eventually().until(() -> this.workload.atWork("reports") == 4);
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(4);
		HttpResponse<String> order = this.callers.get("/api/orders/1");
		assertThat(order.statusCode()).isEqualTo(200);
		assertThat(this.callers.json(order).path("id").asInt()).isOne();
		assertThat(reports).noneMatch(CompletableFuture::isDone);
		this.workload.openGate();
		assertThat(Callers.answers(reports)).extracting(HttpResponse::statusCode).containsOnly(200);
		assertThat(this.workload.mostAtWork("reports")).isEqualTo(4);
		this.callers.awaitNumbers("reports", 0, 0);
		Callers.eventually().until(() -> this.pool.getHikariPoolMXBean().getActiveConnections() == 0);
	}

	@Test
	void anOrderThatDoesNotExistIsNotFound() {
		assertThat(this.callers.get("/api/orders/20001").statusCode()).isEqualTo(404);
	}

}
