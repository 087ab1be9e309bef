package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
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

	@Test
	void whatIsScheduledHoldsUpNothingElse() {
		CountDownLatch first = new CountDownLatch(1);
		CompletableFuture<Boolean> ended = new CompletableFuture<>();
		TimeSource.system().schedule(() -> ended.complete(isDown(first)), Duration.ZERO);
		TimeSource.system().schedule(first::countDown, Duration.ofMillis(1));
		assertThat(ended.orTimeout(2, TimeUnit.MINUTES).join()).isTrue();
	}

	private static boolean isDown(CountDownLatch latch) {
		try {
			return latch.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			return false;
		}
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
