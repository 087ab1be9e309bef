package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who waits is told so before.
 */
class BeforeWaitingTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(1));

	private final List<String> told = new ArrayList<>();

	@Test
	void freePermitIsTakenWithoutAWord() throws InterruptedException {
		this.semaphore.acquire(AcquireRequest.one(), () -> this.told.add("waits")).close();
		assertThat(this.told).isEmpty();
	}

	@Test
	void threadIsToldWhileItHasItsPlaceInTheQueue() throws InterruptedException {
		Permit held = this.semaphore.acquire();
		Permit permit = this.semaphore.acquire(AcquireRequest.one(), () -> {
			this.told.add("queue length " + this.semaphore.snapshot().queueLength());
			held.close();
		});
		assertThat(this.told).containsExactly("queue length 1");
		assertThat(permit.weight()).isOne();
		permit.close();
		assertThat(this.semaphore.snapshot().available()).isOne();
	}

	@Test
	void whoIsRefusedAtOnceIsNotTold() throws InterruptedException {
		try (Permit held = this.semaphore.acquire()) {
			AcquireRequest impatient = AcquireRequest.one().withMaxWait(Duration.ZERO);
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> this.semaphore.acquire(impatient, () -> this.told.add("waits")));
		}
		assertThat(this.told).isEmpty();
	}

	@Test
	void placeInTheQueueIsGivenUpWhenTellingFails() throws InterruptedException {
		try (Permit held = this.semaphore.acquire()) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> this.semaphore.acquire(AcquireRequest.one(), () -> {
					throw new IllegalStateException();
				}));
			assertThat(this.semaphore.snapshot().queueLength()).isZero();
		}
		assertThat(this.semaphore.snapshot().available()).isOne();
	}

	@Test
	void permitThatWasGrantedGoesBackWhenTellingFails() throws InterruptedException {
		Permit held = this.semaphore.acquire();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.semaphore.acquire(AcquireRequest.one(), () -> {
				held.close();
				throw new IllegalStateException();
			}));
		assertThat(this.semaphore.snapshot().available()).isOne();
	}

	@Test
	void wakeUpThatTellingUsesUpIsNotLost() {
		CountingSemaphore barging = CountingSemaphore.create("reports",
				SemaphorePolicy.of(1).withOrder(QueueOrder.BARGING).withMaxOvertaking(Duration.ofDays(1)));
		Permit held = barging.tryAcquire();
		assertThat(held).isNotNull();
		Crew waiter = Crew.start(ThreadKinds.platform(),
				() -> barging.acquire(AcquireRequest.one().withMaxWait(Duration.ofDays(1)), () -> {
					held.close();
					// as a lock that others want
					LockSupport.park(this);
				}).close());
		waiter.join();
		Numbers.assertAtRest(barging);
	}

	@Test
	void interruptedThreadIsNotTold() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> this.semaphore.acquire(AcquireRequest.one(), () -> this.told.add("waits")));
		assertThat(this.told).isEmpty();
	}

}
