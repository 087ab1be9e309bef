package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.awaitility.Awaitility.await;

class SystemTimeTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@Test
	void aWaitWithoutBoundNeedsNoTimer() throws InterruptedException {
		Duration never = Duration.ofSeconds(Long.MAX_VALUE);
		assertWaitsAs(Thread.State.WAITING, ThreadKinds.platform(), SemaphorePolicy.of(1).withMaxWait(never),
				CountingSemaphore::acquire);
	}

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void aVirtualThreadThatWaitsAsLongAsIsUsualNeedsNoTimerOfItsOwn(ThreadFactory threads) throws InterruptedException {
		SemaphorePolicy policy = SemaphorePolicy.of(1).withMaxWait(HOUR);
		boolean platform = threads == ThreadKinds.platform();
		Thread.State usual = platform ? Thread.State.TIMED_WAITING : Thread.State.WAITING;
		assertWaitsAs(usual, threads, policy, CountingSemaphore::acquire);
		assertWaitsAs(usual, threads, policy, (semaphore) -> semaphore.acquire(1, HOUR));
		assertWaitsAs(Thread.State.TIMED_WAITING, threads, policy,
				(semaphore) -> semaphore.acquire(1, HOUR.plusNanos(1)));
	}

	private static void assertWaitsAs(Thread.State state, ThreadFactory threads, SemaphorePolicy policy,
			Acquiring acquiring) throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", policy.withInitialPermits(0));
		Crew waiting = Crew.start(threads, () -> acquiring.acquire(semaphore).close());
		await().until(() -> semaphore.snapshot().queueLength() == 1 && waiting.thread().getState() == state);
		semaphore.release(1);
		waiting.join();
	}

	private interface Acquiring {

		Permit acquire(CountingSemaphore semaphore) throws InterruptedException;

	}

}
