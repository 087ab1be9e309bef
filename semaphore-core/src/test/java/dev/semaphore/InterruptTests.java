package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An interrupted caller leaves the queue and takes nothing with it.
 */
class InterruptTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final CountingSemaphore semaphore = CountingSemaphore.create("test",
			SemaphorePolicy.of(1).withMaxWait(MINUTE));

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void whoIsInterruptedWhileWaitingLeavesAndTheNextGetsThePermit(ThreadFactory threads) throws InterruptedException {
		Permit held = this.semaphore.acquire();
		Crew interrupted = Crew.start(threads, () -> {
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.semaphore::acquire)
				.withMessageContaining("'test'");
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		});
		Numbers.awaitQueue(this.semaphore, 1);
		Crew next = Crew.start(threads, () -> this.semaphore.acquire().close());
		Numbers.awaitQueue(this.semaphore, 2);
		interrupted.thread().interrupt();
		interrupted.join();
		Numbers.assertNumbers(this.semaphore, 0, 1, 1);
		held.close();
		next.join();
		Numbers.assertAtRest(this.semaphore);
		assertThat(this.semaphore.snapshot().statistics().rejected()).containsOnlyKeys(RejectionReason.INTERRUPTED);
	}

	@Test
	void whoIsInterruptedOnEntryTakesNothingThoughAPermitIsFree() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(this.semaphore::acquire);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		Numbers.assertAtRest(this.semaphore);
	}

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void whoWaitsUninterruptiblyKeepsItsPlaceAndItsInterrupt(ThreadFactory threads) throws InterruptedException {
		Permit held = this.semaphore.acquire();
		Crew first = Crew.start(threads, () -> {
			Permit permit = this.semaphore.acquireUninterruptibly(AcquireRequest.one());
			assertThat(Thread.interrupted()).isTrue();
			Numbers.assertNumbers(this.semaphore, 0, 1, 1);
			permit.close();
		});
		Numbers.awaitQueue(this.semaphore, 1);
		CompletableFuture<Permit> second = this.semaphore.acquireAsync(AcquireRequest.one());
		first.thread().interrupt();
		Numbers.await().until(() -> LockSupport.getBlocker(first.thread()) == this.semaphore);
		held.close();
		first.join();
		Numbers.permit(second).close();
		Numbers.assertAtRest(this.semaphore);
		assertThat(this.semaphore.snapshot().statistics().rejected()).isEmpty();
	}

	@Test
	void tryingAndAskingForAFutureDoNotCareAboutInterrupts() {
		Thread.currentThread().interrupt();
		Permit permit = this.semaphore.tryAcquire();
		assertThat(permit).isNotNull();
		permit.close();
		assertThat(this.semaphore.acquireAsync(1, MINUTE)).isCompleted();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void anUninterruptibleCallerKeepsItsPlaceAndItsFlag() throws InterruptedException {
		Permit held = this.semaphore.acquire();
		AtomicBoolean flag = new AtomicBoolean();
		Crew waiting = Crew.start(ThreadKinds.platform(), () -> {
			this.semaphore.acquireUninterruptibly(AcquireRequest.one()).close();
			flag.set(Thread.currentThread().isInterrupted());
		});
		Numbers.awaitQueue(this.semaphore, 1);
		waiting.thread().interrupt();
		Numbers.assertNumbers(this.semaphore, 0, 1, 1);
		held.close();
		waiting.join();
		assertThat(flag).isTrue();
	}

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void anInterruptThatMeetsTheGrantLosesNoPermit(ThreadFactory threads) throws InterruptedException {
		AtomicInteger granted = new AtomicInteger();
		AtomicInteger interrupted = new AtomicInteger();
		for (int round = 0; round < 500; round++) {
			Permit held = this.semaphore.acquire();
			Crew waiting = Crew.start(threads, () -> {
				try (Permit permit = this.semaphore.acquire()) {
					granted.incrementAndGet();
				}
				catch (InterruptedException ex) {
					interrupted.incrementAndGet();
				}
			});
			Numbers.awaitQueue(this.semaphore, 1);
			Crew interrupter = Crew.start(ThreadKinds.platform(), waiting.thread()::interrupt);
			held.close();
			interrupter.join();
			waiting.join();
		}
		assertThat(granted.get() + interrupted.get()).isEqualTo(500);
		Numbers.assertAtRest(this.semaphore);
	}

}
