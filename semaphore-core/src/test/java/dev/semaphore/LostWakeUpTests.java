package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever waits is woken by the permit that suffices, whenever that comes.
 */
class LostWakeUpTests {

	/*
	 * Between the moment when a waiter is linked and that when it is served, it must not
	 * make those leave who would fit beside it.
	 */
	@Test
	void whoFitsBesideAWaiterThatIsAboutToBeServedIsNotRefused() {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2));
		AtomicBoolean end = new AtomicBoolean();
		Crew other = Crew.start(ThreadKinds.platform(), () -> {
			while (!end.get()) {
				try (Permit permit = semaphore.acquire(1, Duration.ofNanos(1))) {
					assertThat(permit.weight()).isOne();
				}
				catch (PermitRejectedException ex) {
					assertThat(ex.reason()).isNotEqualTo(RejectionReason.QUEUE_FULL);
				}
			}
		});
		try {
			for (int i = 0; i < 300_000;) {
				Permit both = semaphore.tryAcquire(2);
				if (both != null) {
					for (int spin = i++ & 255; spin > 0; spin--) {
						Thread.onSpinWait();
					}
					both.close();
					Permit one = semaphore.tryAcquire();
					assertThat(one).as("one of two, while the other wants but one").isNotNull();
					one.close();
				}
			}
		}
		finally {
			end.set(true);
		}
		other.join();
		Numbers.assertAtRest(semaphore);
	}

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void aPermitThatComesBackBetweenTheFailedTryAndTheQueueIsSeen() throws InterruptedException {
		HookedTime time = new HookedTime();
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withTimeSource(time));
		Permit blocking = semaphore.acquire();
		time.next.set(blocking::close);
		Permit async = semaphore.acquire(1, MINUTE);
		time.next.set(async::close);
		Numbers.permit(semaphore.acquireAsync(1, MINUTE)).close();
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void onePermitIsHandedOnForEver(QueueOrder order) {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(1).withOrder(order).withMaxWait(MINUTE));
		int rounds = 10_000;
		int[] visits = new int[1];
		Crew.perform(ThreadKinds.platform(), 4, (number) -> {
			for (int i = 0; i < rounds; i++) {
				try (Permit permit = semaphore.acquire()) {
					// no other synchronisation: the permit itself makes the count visible
					visits[0]++;
				}
			}
		});
		assertThat(visits[0]).isEqualTo(4 * rounds);
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void signalsBetweenThreadsAllArrive(ThreadFactory threads) {
		SemaphorePolicy gate = SemaphorePolicy.of(1).withInitialPermits(0).withMaxWait(MINUTE);
		CountingSemaphore ping = CountingSemaphore.create("ping", gate);
		CountingSemaphore pong = CountingSemaphore.create("pong", gate);
		int rounds = 10_000;
		Crew.perform(threads, 2, (number) -> {
			for (int i = 0; i < rounds; i++) {
				if (number == 0) {
					ping.release(1);
					pong.acquire().forget();
				}
				else {
					ping.acquire().forget();
					pong.release(1);
				}
			}
		});
		Numbers.assertLaw(ping.snapshot());
		assertThat(ping.snapshot().statistics().acquired()).isEqualTo(rounds);
	}

	@Test
	void aReleaseOfSeveralWakesAllWhomItLetsIn() {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(5).withInitialPermits(0).withMaxWait(MINUTE));
		List<Crew> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiting.add(Crew.start(ThreadKinds.platform(), () -> semaphore.acquire()));
			Numbers.awaitQueue(semaphore, i + 1);
		}
		semaphore.release(3);
		waiting.subList(0, 3).forEach(Crew::join);
		Numbers.assertNumbers(semaphore, 0, 3, 2);
		semaphore.release(2);
		waiting.forEach(Crew::join);
		Numbers.assertNumbers(semaphore, 0, 5, 0);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void aRaiseOfSeveralWakesAllWhomItLetsIn(QueueOrder order) {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(0).withOrder(order).withMaxWait(MINUTE));
		Crew threads = Crew.start(ThreadKinds.platform(), 5, (number) -> semaphore.acquire().close());
		List<CompletableFuture<Permit>> futures = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			futures.add(semaphore.acquireAsync(1, MINUTE));
		}
		Numbers.awaitQueue(semaphore, 10);
		semaphore.resize(10);
		threads.join();
		futures.forEach((future) -> Numbers.permit(future).close());
		Numbers.assertAtRest(semaphore);
	}

	/** Does something when it is next asked for the time: between a try and the queue. */
	private static final class HookedTime implements TimeSource {

		private final AtomicReference<Runnable> next = new AtomicReference<>();

		@Override
		public long nanoTime() {
			Runnable hook = this.next.getAndSet(null);
			if (hook != null) {
				hook.run();
			}
			return TimeSource.system().nanoTime();
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			TimeSource.system().parkNanos(blocker, nanos);
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			return TimeSource.system().schedule(task, delay);
		}

	}

}
