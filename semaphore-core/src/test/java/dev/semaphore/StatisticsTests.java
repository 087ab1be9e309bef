package dev.semaphore;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted only grows, and is right when all is done.
 */
class StatisticsTests {

	@Test
	void neverMoreIsReleasedThanAcquiredAndNeitherGoesDown() {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(100));
		AtomicBoolean end = new AtomicBoolean();
		Crew callers = Crew.start(ThreadKinds.platform(), 3, (number) -> {
			while (!end.get()) {
				Permit permit = semaphore.tryAcquire(1 + 10 * number);
				if (permit != null) {
					permit.close();
				}
			}
		});
		SemaphoreStatistics before = semaphore.snapshot().statistics();
		for (int i = 0; i < 100_000; i++) {
			SemaphoreStatistics now = semaphore.snapshot().statistics();
			assertThat(now.released()).isBetween(before.released(), now.acquired());
			assertThat(now.acquired()).isGreaterThanOrEqualTo(before.acquired());
			before = now;
		}
		end.set(true);
		callers.join();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void requestsAreCountedWhateverTheirWeight() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(10));
		Permit wide = semaphore.acquire(7);
		semaphore.acquire(3).close();
		semaphore.acquire(2).forget();
		semaphore.release(2);
		assertThat(semaphore.snapshot().statistics().acquired()).isEqualTo(3);
		assertThat(semaphore.snapshot().statistics().released()).isEqualTo(2);
		wide.close();
		Permit all = semaphore.acquire(AcquireRequest.ofAll());
		semaphore.resize(0);
		semaphore.resize(4);
		semaphore.resize(0);
		all.close();
		assertThat(semaphore.snapshot().statistics().acquired()).isEqualTo(4);
		assertThat(semaphore.snapshot().statistics().released()).isEqualTo(4);
		Numbers.assertAtRest(semaphore);
	}

}
