package dev.semaphore.sample;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.test.BackendDown;
import dev.semaphore.spring.test.NothingHeld;
import dev.semaphore.spring.test.Saturated;
import dev.semaphore.store.InMemoryPermitStore;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How an application tests what it does when there is no permit, when the store of shared
 * ones is down, and when time passes; without a server, and without waiting.
 */
@SpringBootTest(properties = "semaphore.instances.reports.backend=redis")
@NothingHeld
class TestKitTests {

	@Test
	@Saturated("recommendations")
	void whoIsRefusedGetsWhatEverybodyBuys(@Autowired RecommendationController controller) {
		assertThat(controller.recommend("A-1").source()).isEqualTo("bestsellers");
	}

	@Test
	@BackendDown
	void reportsAreRefusedWhileTheirStoreIsDown(@Autowired ReportService reports) {
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(reports::turnover)
			.satisfies((refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE));
	}

	@Test
	@Saturated("quotes")
	void whoWaitsIsRefusedAfterFourSeconds(@Autowired ManualTime time,
			@Autowired @Qualifier("quotes") CountingSemaphore quotes) {
		CompletableFuture<Permit> waiting = quotes.acquireAsync(1, Duration.ofSeconds(4));
		time.advance(Duration.ofMillis(3_999));
		assertThat(waiting).isNotDone();
		time.advance(Duration.ofMillis(1));
		assertThat(waiting).isCompletedExceptionally();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Surroundings {

		@Bean
		ManualTime time() {
			return new ManualTime();
		}

		@Bean
		PermitStore store(ManualTime time) {
			return new InMemoryPermitStore("redis", time::nanoTime);
		}

	}

}
