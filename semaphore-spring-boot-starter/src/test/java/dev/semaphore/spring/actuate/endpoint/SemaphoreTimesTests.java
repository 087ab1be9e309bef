package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreTimes}.
 */
class SemaphoreTimesTests {

	private final ManualTime time = new ManualTime();

	private final SemaphoreTimes times = new SemaphoreTimes(this.time);

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	@Test
	void waitAndHoldTimesAreAddedUp() throws Exception {
		CountingSemaphore semaphore = semaphore("reports");
		Permit first = semaphore.acquire();
		CompletableFuture<Permit> second = semaphore.acquireAsync(1, Duration.ofMinutes(1));
		this.time.advance(Duration.ofSeconds(3));
		first.close();
		Permit permit = second.get(1, TimeUnit.MINUTES);
		this.time.advance(Duration.ofSeconds(1));
		permit.close();
		assertThat(this.times.of(semaphore).waitTimes()).isEqualTo(new TimesDescriptor(2, "PT3S", "PT1.5S", "PT3S"));
		assertThat(this.times.of(semaphore).holdTimes()).isEqualTo(new TimesDescriptor(2, "PT4S", "PT2S", "PT3S"));
	}

	@Test
	void whatNeverHappenedTookNoTime() {
		assertThat(this.times.of(semaphore("reports")).waitTimes())
			.isEqualTo(new TimesDescriptor(0, "PT0S", "PT0S", "PT0S"));
	}

	@Test
	void theLastMinutesAreKeptInSteps() throws Exception {
		CountingSemaphore semaphore = semaphore("reports");
		for (int i = 1; i <= 70; i++) {
			Permit permit = semaphore.acquire();
			this.time.advance(Duration.ofMillis(100L * i));
			assertThat(semaphore.tryAcquire()).isNull();
			permit.close();
			this.time.advance(Duration.ofMillis(10_000 - 100L * i));
		}
		List<Span> history = this.times.of(semaphore).history();
		assertThat(history).hasSize(60)
			.allSatisfy((span) -> assertThat(span).extracting(Span::length, Span::acquired, Span::rejected, Span::held)
				.containsExactly(Duration.ofSeconds(10), 1L, 1L, 0));
		assertThat(history.get(0).holds().percentile(0.5)).isBetween(Duration.ofMillis(960), Duration.ofMillis(1250));
		assertThat(history.get(59).holds().percentile(0.99)).isBetween(Duration.ofMillis(6100),
				Duration.ofMillis(7900));
	}

	@Test
	void whatHappenedLatelyIsForgottenSoon() throws InterruptedException {
		CountingSemaphore semaphore = semaphore("reports");
		semaphore.acquire().close();
		assertThat(this.times.of(semaphore).recent().acquired()).isEqualTo(1);
		this.time.advance(Duration.ofSeconds(19));
		assertThat(this.times.of(semaphore).recent()).extracting(Span::length, Span::acquired)
			.containsExactly(Duration.ofSeconds(19), 1L);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.times.of(semaphore).recent()).extracting(Span::length, Span::acquired)
			.containsExactly(Duration.ofSeconds(10), 0L);
	}

	@Test
	void nothingIsMeasuredAfterTheEnd() {
		CountingSemaphore semaphore = semaphore("reports");
		this.time.advance(Duration.ofSeconds(10));
		this.times.close();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.times.of(semaphore).history()).hasSize(1);
	}

	@Test
	void removedSemaphoresAreForgotten() throws InterruptedException {
		CountingSemaphore semaphore = semaphore("reports");
		this.registry.remove("reports");
		semaphore.acquire().close();
		assertThat(this.times.of(semaphore).waitTimes().count()).isZero();
		IntStream.range(0, 50_000).mapToObj((i) -> "tenant-" + i).forEach((name) -> {
			semaphore(name);
			this.registry.remove(name);
		});
		assertThat(this.times.size()).isZero();
	}

	private CountingSemaphore semaphore(String name) {
		CountingSemaphore semaphore = CountingSemaphore.create(name, SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withTimeSource(this.time));
		this.registry.register(semaphore);
		return semaphore;
	}

}
