package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.List;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecentEvents}.
 */
class RecentEventsTests {

	private final ManualTime time = new ManualTime();

	private final SemaphoreTimes times = new SemaphoreTimes(this.time);

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	private final CountingSemaphore semaphore = semaphore();

	@Test
	void whatHappenedIsListedTheNewestFirst() {
		this.semaphore.resize(2);
		this.semaphore.close();
		this.semaphore.tryAcquire();
		this.semaphore.open();
		assertThat(events()).containsExactly("state-changed open 1", "rejected CLOSED 1", "state-changed closed 1",
				"resized 0 to 2 1");
	}

	@Test
	void aFloodOfRefusalsIsOneEventForEachReasonAndTenSeconds() {
		this.semaphore.resize(1);
		for (int i = 0; i < 1_000; i++) {
			this.semaphore.tryAcquire(1 + i % 2);
		}
		assertThat(events()).containsExactly("rejected UNAVAILABLE 499", "rejected TOO_LARGE 500", "resized 0 to 1 1");
		this.time.advance(Duration.ofSeconds(10));
		this.semaphore.tryAcquire();
		assertThat(events()).startsWith("rejected UNAVAILABLE 1", "rejected UNAVAILABLE 499");
	}

	@Test
	void noMoreThanSoManyAreKept() {
		for (int i = 1; i <= 2 * RecentEvents.MOST; i++) {
			this.semaphore.resize(i);
		}
		assertThat(events()).hasSize(RecentEvents.MOST)
			.startsWith("resized 99 to 100 1")
			.endsWith("resized 50 to 51 1");
	}

	@Test
	void aFloodOfOneKindDoesNotWashAwayRarerOnes() {
		this.semaphore.close();
		this.semaphore.open();
		for (int i = 0; i < 10 * RecentEvents.MOST; i++) {
			this.time.advance(Duration.ofSeconds(10));
			this.semaphore.tryAcquire();
		}
		for (int i = 1; i <= 2 * RecentEvents.MOST; i++) {
			this.semaphore.resize(i);
		}
		assertThat(events()).hasSize(RecentEvents.MOST)
			.startsWith("resized 99 to 100 1")
			.contains("rejected UNAVAILABLE 1")
			.endsWith("state-changed open 1", "state-changed closed 1");
	}

	@Test
	void eachSaysWhenItHappened() {
		this.semaphore.resize(1);
		this.time.advance(Duration.ofSeconds(7));
		TimedSemaphore timed = this.times.of(this.semaphore);
		assertThat(timed.since(timed.events().list().get(0).at())).isEqualTo(Duration.ofSeconds(7));
	}

	private List<String> events() {
		return this.times.of(this.semaphore)
			.events()
			.list()
			.stream()
			.map((event) -> event.kind() + " " + event.what() + " " + event.count())
			.toList();
	}

	private CountingSemaphore semaphore() {
		CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(0),
				SemaphoreOptions.defaults().withTimeSource(this.time));
		this.registry.register(semaphore);
		return semaphore;
	}

}
