package dev.semaphore.spring.watch;

import java.time.Duration;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HoldWatch}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HoldWatchTests {

	private static final String LONG = "is held for longer than hold-warning (30.0s)";

	private final ManualTime time = new ManualTime();

	private final HoldWatch watch = new HoldWatch((name) -> Duration.ofSeconds(30), this.time);

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.watch);

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(2),
			SemaphoreOptions.defaults().withTimeSource(this.time).withWatchHolders(true));

	@Test
	void aPermitThatIsHeldForLongIsReportedOnceWithTheStackThatTookIt(CapturedOutput output) throws Exception {
		this.registry.register(this.semaphore);
		Permit permit = takeForReports();
		this.time.advance(Duration.ofSeconds(29));
		assertThat(output).doesNotContain("reports");
		this.time.advance(Duration.ofSeconds(5));
		assertThat(output)
			.contains("A permit of semaphore 'reports' (weight 1) " + LONG, "by ReportService.monthly on",
					"'" + Thread.currentThread().getName() + "'", "HoldWatchTests.takeForReports")
			.doesNotContain("alice");
		this.time.advance(Duration.ofMinutes(10));
		assertThat(output.getOut().split(LONG.substring(0, 15), -1)).hasSize(2);
		permit.close();
	}

	@Test
	void eachLongHoldIsReported(CapturedOutput output) throws Exception {
		this.registry.register(this.semaphore);
		for (int i = 0; i < 3; i++) {
			try (Permit permit = takeForReports()) {
				this.time.advance(Duration.ofMinutes(1));
				assertThat(permit.weight()).isEqualTo(1);
			}
		}
		assertThat(output.getOut().split("is held for longer", -1)).hasSize(4);
	}

	@Test
	void aLeakIsReportedOnce(CapturedOutput output) throws Exception {
		this.registry.register(this.semaphore);
		takeForReports();
		await().atMost(Duration.ofMinutes(1)).until(() -> {
			System.gc();
			return this.semaphore.snapshot().statistics().leaked() == 1;
		});
		this.time.advance(Duration.ofMinutes(5));
		assertThat(output.getOut().split("leaked: it was garbage-collected", -1)).hasSize(2);
	}

	@Test
	void whatIsNotRegisteredAnyMoreIsNotWatched(CapturedOutput output) throws Exception {
		this.registry.register(this.semaphore);
		Permit permit = takeForReports();
		this.registry.remove("reports");
		this.time.advance(Duration.ofMinutes(5));
		assertThat(output).doesNotContain("reports");
		permit.close();
	}

	private Permit takeForReports() throws InterruptedException {
		return this.semaphore.acquire(AcquireRequest.one().withCaller("ReportService.monthly").withKey("alice"));
	}

}
