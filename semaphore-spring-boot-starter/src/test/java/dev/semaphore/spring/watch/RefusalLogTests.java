package dev.semaphore.spring.watch;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefusalLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {

	private final ManualTime time = new ManualTime();

	@Test
	void aThousandRefusalsAreTwoLines(CapturedOutput output) {
		CountingSemaphore semaphore = semaphore(Duration.ofMinutes(1));
		for (int i = 0; i < 900; i++) {
			semaphore.tryAcquire();
		}
		semaphore.close();
		for (int i = 0; i < 100; i++) {
			semaphore.tryAcquire();
		}
		assertThat(output).contains("Semaphore 'reports' refused a request: UNAVAILABLE (permits=0, held=0, queue=0)");
		this.time.advance(Duration.ofMinutes(1));
		assertThat(output).contains(
				"Semaphore 'reports' refused 999 more in the last 60.0s: UNAVAILABLE 899, CLOSED 100 (permits=0, held=0");
		this.time.advance(Duration.ofMinutes(10));
		assertThat(output.getOut().split("Semaphore 'reports'", -1)).hasSize(3);
		semaphore.tryAcquire();
		assertThat(output).contains("refused a request: CLOSED");
	}

	@Test
	void withoutAnIntervalNothingIsLogged(CapturedOutput output) {
		assertThat(semaphore(Duration.ZERO).tryAcquire()).isNull();
		this.time.advance(Duration.ofMinutes(10));
		assertThat(output).doesNotContain("reports");
	}

	private CountingSemaphore semaphore(Duration interval) {
		SemaphoreRegistry registry = SemaphoreRegistry.create(new RefusalLog(interval, this.time));
		CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(0),
				SemaphoreOptions.defaults().withTimeSource(this.time));
		registry.register(semaphore);
		return semaphore;
	}

}
