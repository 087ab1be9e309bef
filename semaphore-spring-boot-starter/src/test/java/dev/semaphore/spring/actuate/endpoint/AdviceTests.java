package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Advice}.
 */
class AdviceTests {

	private final ManualTime time = new ManualTime();

	private final SemaphoreTimes times = new SemaphoreTimes(this.time);

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	@Test
	void itIsMadeFromWhatWasMeasured() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(2));
		for (int i = 0; i < 600; i++) {
			use(semaphore, Duration.ofMillis(500));
			this.time.advance(Duration.ofMillis(500));
		}
		AdviceDescriptor advice = advice(semaphore);
		assertThat(advice.arrivalsPerSecond()).isCloseTo(1, within(0.01));
		assertThat(advice.meanHoldMillis()).isCloseTo(500, within(60.0));
		assertThat(advice.load()).isCloseTo(0.5, within(0.06));
		assertThat(advice.utilisation()).isCloseTo(0.25, within(0.03));
		assertThat(advice.choices()).extracting(ChoiceDescriptor::permits).startsWith(1, 2, 3);
		assertThat(advice.enough()).isEqualTo(2);
		assertThat(advice.caveats())
			.containsExactly("Hold times vary less than assumed: expect about 0.5 times the waits below.");
	}

	@Test
	void itSaysWhereTheModelDoesNotFit() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1).withOrder(QueueOrder.LIFO));
		for (int i = 0; i < 10; i++) {
			try (Permit permit = semaphore.acquire()) {
				semaphore.tryAcquire();
				this.time.advance(Duration.ofSeconds((i == 0) ? 60 : 1).multipliedBy(permit.weight()));
			}
		}
		assertThat(advice(semaphore).caveats()).anyMatch((caveat) -> caveat.startsWith("Only 20 requests"))
			.anyMatch((caveat) -> caveat.startsWith("50 of 100 requests were refused"))
			.anyMatch((caveat) -> caveat.startsWith("Hold times vary more than assumed"))
			.anyMatch((caveat) -> caveat.contains("first come, first served"));
	}

	@Test
	void thereIsNoneWhileNothingHappens() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(0));
		this.time.advance(Duration.ofMinutes(1));
		assertThat(advice(semaphore)).isNull();
	}

	private AdviceDescriptor advice(CountingSemaphore semaphore) {
		return Advice.of(semaphore.snapshot().policy(), this.times.of(semaphore).minutes());
	}

	private void use(CountingSemaphore semaphore, Duration hold) throws InterruptedException {
		try (Permit permit = semaphore.acquire()) {
			this.time.advance(hold.multipliedBy(permit.weight()));
		}
	}

	private CountingSemaphore semaphore(SemaphorePolicy policy) {
		CountingSemaphore semaphore = CountingSemaphore.create("reports", policy,
				SemaphoreOptions.defaults().withTimeSource(this.time));
		this.registry.register(semaphore);
		return semaphore;
	}

}
