package dev.semaphore;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;

class SystemTimeTests {

	@Test
	void aWaitWithoutBoundNeedsNoTimer() throws InterruptedException {
		SemaphorePolicy policy = SemaphorePolicy.of(1);
		assertWaitsAs(Thread.State.WAITING, policy.withMaxWait(Duration.ofSeconds(Long.MAX_VALUE)));
		assertWaitsAs(Thread.State.TIMED_WAITING, policy.withMaxWait(Duration.ofHours(1)));
	}

	private static void assertWaitsAs(Thread.State state, SemaphorePolicy policy) throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", policy.withInitialPermits(0));
		Thread waiter = new Thread(() -> acquire(semaphore));
		waiter.start();
		await().until(() -> semaphore.snapshot().queueLength() == 1 && waiter.getState() == state);
		semaphore.release(1);
		waiter.join();
	}

	private static void acquire(CountingSemaphore semaphore) {
		try {
			semaphore.acquire().close();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
