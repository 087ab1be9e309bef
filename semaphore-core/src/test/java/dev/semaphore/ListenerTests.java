package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners hear everything once, and what they throw harms nobody.
 */
class ListenerTests {

	private static final Logger LOGGER = Logger.getLogger(CountingSemaphore.class.getName());

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTime time = new ManualTime();

	private final Recorder recorder = new Recorder();

	@Test
	void whereNobodyWantsToHearOfPermitsTheyAreNotTracedButRefusalsAreTold() throws InterruptedException {
		List<RejectionReason> reasons = new ArrayList<>();
		CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withListener(new SemaphoreListener() {

					@Override
					public boolean hearsOfPermits() {
						return false;
					}

					@Override
					public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
							Duration waited) {
						reasons.add(reason);
					}

				}));
		Permit permit = semaphore.acquire();
		assertThat(permit).isExactlyInstanceOf(HeldPermit.class);
		assertThat(semaphore.tryAcquire()).isNull();
		assertThat(reasons).containsExactly(RejectionReason.UNAVAILABLE);
	}

	@Test
	void theMaxWaitIsToldAlsoOfWhoDidNotWait() throws Exception {
		List<Duration> told = new ArrayList<>();
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2),
				SemaphoreOptions.defaults().withListener(new SemaphoreListener() {

					@Override
					public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
						told.add(request.maxWait());
					}

				}));
		semaphore.acquire(1, SECOND).close();
		semaphore.acquireAsync(1, SECOND).join().close();
		assertThat(told).containsExactly(SECOND, SECOND);
	}

	@Test
	void aListenerThatFailsAndCannotBeNamedLosesNoPermit() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withListener(new Nameless()));
		semaphore.acquire().close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void everyRequestIsToldFromItsGrantToItsEnd() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit first = semaphore.acquire();
		CompletableFuture<Permit> second = semaphore.acquireAsync(1, SECOND);
		this.time.advance(Duration.ofMillis(300));
		first.close();
		first.close();
		this.time.advance(Duration.ofMillis(200));
		Numbers.permit(second).forget();
		semaphore.release(1);
		assertThat(this.recorder.events).containsExactly("acquired after PT0S", "acquired after PT0.3S",
				"released after PT0.3S", "released after PT0.2S");
	}

	@Test
	void everyRefusalIsToldWithItsReason() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(2).withMaxQueue(2));
		Permit held = semaphore.acquire(2);
		CompletableFuture<Permit> late = semaphore.acquireAsync(1, SECOND);
		semaphore.acquireAsync(1, SECOND).cancel(false);
		this.time.advance(SECOND);
		assertThat(Numbers.reason(late)).isEqualTo(RejectionReason.TIMED_OUT);
		assertThat(semaphore.tryAcquire()).isNull();
		assertThat(semaphore.tryAcquire(3)).isNull();
		semaphore.acquireAsync(1, SECOND);
		semaphore.acquireAsync(1, SECOND);
		semaphore.acquireAsync(1, SECOND);
		semaphore.close();
		held.close();
		assertThat(this.recorder.events).containsExactly("acquired after PT0S", "INTERRUPTED after PT0S",
				"TIMED_OUT after PT1S", "UNAVAILABLE after PT0S", "TOO_LARGE after PT0S", "QUEUE_FULL after PT0S",
				"CLOSED after PT0S", "CLOSED after PT0S", "CLOSED", "released after PT1S");
		assertThat(semaphore.snapshot().statistics().rejected().values()).containsOnly(1L, 2L);
	}

	@Test
	void changesAreToldAndThoseThatChangeNothingAreNot() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		semaphore.resize(1);
		semaphore.resize(3);
		semaphore.open();
		semaphore.close();
		semaphore.close();
		semaphore.open();
		assertThat(this.recorder.events).containsExactly("1 to 3", "CLOSED", "OPEN");
	}

	@BeforeEach
	void quiet() {
		LOGGER.setLevel(Level.OFF);
	}

	@AfterEach
	void aloud() {
		LOGGER.setLevel(null);
	}

	@Test
	void aListenerThatFailsHarmsNeitherCallersNorOtherListeners() throws InterruptedException {
		for (Throwable failure : List.of(new IllegalStateException("on purpose"), new StackOverflowError("on purpose"),
				new Exception("on purpose"))) {
			this.recorder.events.clear();
			CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
					SemaphoreOptions.defaults().withListener(new Failing(failure)).withListener(this.recorder));
			Permit held = semaphore.acquire();
			CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, SECOND);
			CompletableFuture<Permit> next = semaphore.acquireAsync(1, SECOND);
			assertThat(semaphore.tryAcquire()).isNull();
			held.close();
			Numbers.permit(waiting).close();
			Numbers.permit(next).close();
			semaphore.resize(2);
			semaphore.close();
			Numbers.assertAtRest(semaphore);
			assertThat(this.recorder.events).hasSize(9);
		}
	}

	@Test
	void whoIsAddedTwiceIsToldOnceAndWhoIsRemovedNoMore() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		semaphore.addListener(this.recorder);
		semaphore.acquire().close();
		assertThat(this.recorder.events).hasSize(2);
		semaphore.removeListener(this.recorder);
		semaphore.removeListener(this.recorder);
		semaphore.acquire().close();
		assertThat(this.recorder.events).hasSize(2);
	}

	@Test
	void listenersThatComeAndGoWhilePermitsAreHeldDisturbNoCount() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2));
		Permit before = semaphore.acquire();
		semaphore.addListener(this.recorder);
		Permit after = semaphore.acquire();
		semaphore.removeListener(this.recorder);
		before.close();
		after.close();
		Numbers.assertAtRest(semaphore);
	}

	private CountingSemaphore semaphore(SemaphorePolicy policy) {
		return CountingSemaphore.create("test", policy,
				SemaphoreOptions.defaults().withTimeSource(this.time).withListener(this.recorder));
	}

	private static final class Recorder implements SemaphoreListener {

		private final List<String> events = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
			this.events.add("acquired after " + waited);
		}

		@Override
		public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			this.events.add("released after " + held);
		}

		@Override
		public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
				Duration waited) {
			this.events.add(reason + " after " + waited);
		}

		@Override
		public void onResized(CountingSemaphore semaphore, int from, int to) {
			this.events.add(from + " to " + to);
		}

		@Override
		public void onStateChanged(CountingSemaphore semaphore, SemaphoreState state) {
			this.events.add(state.name());
		}

	}

	/** Cannot even say who it is. */
	private static final class Nameless implements SemaphoreListener {

		@Override
		public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
			throw new IllegalStateException("on purpose");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("nor this");
		}

	}

	private record Failing(Throwable failure) implements SemaphoreListener {

		@Override
		public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
			fail();
		}

		@Override
		public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			fail();
		}

		@Override
		public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
				Duration waited) {
			fail();
		}

		@Override
		public void onResized(CountingSemaphore semaphore, int from, int to) {
			fail();
		}

		@Override
		public void onStateChanged(CountingSemaphore semaphore, SemaphoreState state) {
			fail();
		}

		private void fail() {
			Failures.sneak(this.failure);
		}

	}

}
