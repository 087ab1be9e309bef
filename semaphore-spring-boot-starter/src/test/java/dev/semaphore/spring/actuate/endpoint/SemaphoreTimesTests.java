package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
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

	private final SemaphoreTimes times = new SemaphoreTimes();

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	@Test
	void waitAndHoldTimesAreAddedUp() throws Exception {
		CountingSemaphore semaphore = semaphore("reports");
		Permit first = semaphore.acquire();
		CompletableFuture<Permit> second = semaphore.acquireAsync(1, Duration.ofMinutes(1));
		this.time.advance(Duration.ofSeconds(3));
		first.close();
		Permit permit = second.get(10, TimeUnit.SECONDS);
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
