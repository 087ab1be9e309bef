package dev.semaphore.spring.autoconfigure.watch;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreWatchAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SemaphoreWatchAutoConfigurationTests {

	private final ManualTime time = new ManualTime();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SemaphoreAutoConfiguration.class, SemaphoreWatchAutoConfiguration.class))
		.withBean(TimeSource.class, () -> this.time)
		.withPropertyValues("semaphore.instances.reports.permits=1", "semaphore.instances.reports.max-wait=0");

	@Test
	void longHoldsAreReportedWhereConfigured(CapturedOutput output) {
		this.runner.withPropertyValues("semaphore.instances.reports.hold-warning=2s").run((context) -> {
			holdFor(context.getBean(CountingSemaphore.class), Duration.ofSeconds(3));
			assertThat(output).contains("A permit of semaphore 'reports'", "hold-warning (2.0s)", "holdFor");
		});
	}

	@Test
	void longHoldsAreNotReportedUnlessConfigured(CapturedOutput output) {
		this.runner.run((context) -> {
			holdFor(context.getBean(CountingSemaphore.class), Duration.ofHours(3));
			assertThat(output).doesNotContain("A permit of semaphore");
		});
	}

	@Test
	void refusalsAreSummedUpUnlessSwitchedOff(CapturedOutput output) {
		this.runner.withPropertyValues("semaphore.refusal-log-interval=0")
			.run((context) -> refuse(context.getBean(CountingSemaphore.class)));
		assertThat(output).doesNotContain("Semaphore 'reports'");
		this.runner.run((context) -> refuse(context.getBean(CountingSemaphore.class)));
		assertThat(output).contains("Semaphore 'reports' refused a request: UNAVAILABLE",
				"Semaphore 'reports' refused 1 more in the last 60.0s: UNAVAILABLE 1");
	}

	private void holdFor(CountingSemaphore semaphore, Duration time) throws InterruptedException {
		try (Permit permit = semaphore.acquire()) {
			this.time.advance(time);
			assertThat(permit.weight()).isEqualTo(1);
		}
	}

	private void refuse(CountingSemaphore semaphore) throws InterruptedException {
		try (Permit permit = semaphore.acquire()) {
			semaphore.tryAcquire();
			semaphore.tryAcquire(permit.weight());
			this.time.advance(Duration.ofMinutes(1));
		}
	}

}
