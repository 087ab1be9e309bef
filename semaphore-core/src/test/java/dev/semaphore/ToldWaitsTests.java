package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Listeners are told of waits, and of no request that does not wait, whether the permits
 * are kept in this process or in a store.
 */
class ToldWaitsTests extends SharedInstances {

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final CountingSemaphore local = listenedTo(
			CountingSemaphore.create("test", SemaphorePolicy.of(1).withMaxQueue(1), timed()));

	@Test
	void whoNeedNotWaitIsNotTold() throws InterruptedException {
		for (CountingSemaphore semaphore : List.of(this.local, shared())) {
			semaphore.acquire().close();
			Numbers.permit(semaphore.acquireAsync(1, MINUTE)).close();
			semaphore.acquireUninterruptibly(AcquireRequest.one()).close();
			Permit held = semaphore.acquire();
			assertThat(semaphore.tryAcquire()).isNull();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> semaphore.acquire(1, Duration.ZERO));
			assertThat(Numbers.reason(semaphore.acquireAsync(1, Duration.ZERO))).isEqualTo(RejectionReason.UNAVAILABLE);
			held.close();
			assertThat(this.told).isEmpty();
		}
	}

	@Test
	void whomTheQueueHasNoRoomForDoesNotWait() {
		Permit held = this.local.tryAcquire();
		assertThat(held).isNotNull();
		this.local.acquireAsync(1, MINUTE);
		this.told.clear();
		assertThat(Numbers.reason(this.local.acquireAsync(1, MINUTE))).isEqualTo(RejectionReason.QUEUE_FULL);
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> this.local.acquire(1, MINUTE));
		assertThat(this.told).isEmpty();
	}

	@Test
	void theWaitOfAThreadBeginsAndEndsOnIt() throws InterruptedException {
		for (CountingSemaphore semaphore : List.of(this.local, shared())) {
			Permit held = semaphore.acquire();
			Crew waiter = Crew.start((task) -> new Thread(task, "waiter"), () -> semaphore.acquire(1, MINUTE).close());
			Numbers.await().until(() -> !this.told.isEmpty());
			Numbers.awaitQueue(semaphore, 1);
			held.close();
			waiter.join();
			assertThat(this.told).containsExactly("begins on waiter", "has it");
			this.told.clear();
		}
	}

	@Test
	void theWaitOfAThreadThatIsInterruptedOrRefusedEndsWithThat() throws InterruptedException {
		for (CountingSemaphore semaphore : List.of(this.local, shared())) {
			try (Permit held = semaphore.acquire()) {
				assertThat(held.weight()).isOne();
				Crew interrupted = Crew.start(Thread::new, () -> assertThatExceptionOfType(InterruptedException.class)
					.isThrownBy(() -> semaphore.acquire(1, MINUTE)));
				Numbers.await().until(() -> this.told.size() == 1);
				interrupted.thread().interrupt();
				interrupted.join();
				Crew late = Crew.start(Thread::new, () -> assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> semaphore.acquireUninterruptibly(AcquireRequest.one().withMaxWait(MINUTE))));
				Numbers.await().until(() -> this.told.size() == 3);
				this.time.advance(MINUTE);
				late.join();
			}
			assertThat(this.told).hasSize(4).element(1).isEqualTo("InterruptedException");
			assertThat(this.told).element(3).isEqualTo("PermitRejectedException TIMED_OUT");
			this.told.clear();
		}
	}

	@Test
	void theWaitOfAFutureEndsBeforeWhatIsChainedToIt() throws InterruptedException {
		for (CountingSemaphore semaphore : List.of(this.local, shared())) {
			Permit held = semaphore.acquire();
			CompletableFuture<List<String>> toldBefore = semaphore.acquireAsync(1, MINUTE).thenApply((permit) -> {
				permit.close();
				return List.copyOf(this.told);
			});
			held.close();
			assertThat(toldBefore.join()).hasSize(2).last().isEqualTo("has it");
			this.told.clear();
		}
	}

	@Test
	void theWaitOfAFutureThatIsCancelledOrRefusedEndsWithThat() throws InterruptedException {
		for (CountingSemaphore semaphore : List.of(this.local, shared())) {
			try (Permit held = semaphore.acquire()) {
				assertThat(held.weight()).isOne();
				semaphore.acquireAsync(1, MINUTE).cancel(false);
				CompletableFuture<Permit> late = semaphore.acquireAsync(1, MINUTE);
				this.time.advance(MINUTE);
				assertThat(Numbers.reason(late)).isEqualTo(RejectionReason.TIMED_OUT);
			}
			assertThat(this.told).hasSize(4).element(1).isEqualTo("CancellationException");
			assertThat(this.told).element(3).isEqualTo("PermitRejectedException TIMED_OUT");
			this.told.clear();
		}
	}

	@Test
	void theThreadIsToldBeforeItWaitsForPermitsInAStore() {
		SharedSemaphore semaphore = shared();
		Permit held = Numbers.permit(semaphore.acquireAsync(1, MINUTE));
		Crew waiter = Crew.start(Thread::new, () -> semaphore.acquire(AcquireRequest.one().withMaxWait(MINUTE), () -> {
			this.told.add("before waiting");
			held.close();
		}).close());
		waiter.join();
		assertThat(this.told).startsWith("before waiting");
		awaitAtRest(semaphore);
	}

	@Test
	void itsPlaceIsGivenUpIfTellingTheThreadFails() {
		SharedSemaphore semaphore = shared();
		Permit held = Numbers.permit(semaphore.acquireAsync(1, MINUTE));
		Crew.start(Thread::new, () -> assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> semaphore.acquire(AcquireRequest.one().withMaxWait(MINUTE), () -> {
				throw new IllegalStateException();
			}))).join();
		held.close();
		awaitAtRest(semaphore);
		assertThat(this.told).isEmpty();
	}

	@Test
	void failuresOfListenersStayTheirOwn() throws InterruptedException {
		this.local.addListener(new SemaphoreListener() {

			@Override
			public Wait onWait(CountingSemaphore semaphore, AcquireRequest request) {
				return new FailingWait();
			}

		});
		Permit held = this.local.acquire();
		CompletableFuture<Permit> waiting = this.local.acquireAsync(1, MINUTE);
		held.close();
		Numbers.permit(waiting).close();
		assertThat(this.told).hasSize(2);
		Numbers.assertAtRest(this.local);
	}

	@Test
	void anEndThatComesWhileItBeginsIsToldAfterwardsAndOnce() {
		SemaphoreListener.Wait[] racing = new SemaphoreListener.Wait[1];
		ToldWait[] wait = new ToldWait[1];
		racing[0] = new RecordedWait(this.told) {

			@Override
			public void begin() {
				ToldWait.end(wait[0], null);
				super.begin();
			}

		};
		wait[0] = new ToldWait(new GuardedListeners(List.of()), List.of(racing[0]));
		wait[0].begin();
		wait[0].begin();
		ToldWait.end(wait[0], null);
		assertThat(this.told).hasSize(2).last().isEqualTo("has it");
	}

	@Test
	void oneThatEndedDoesNotBegin() {
		ToldWait wait = new ToldWait(new GuardedListeners(List.of()), List.of(new RecordedWait(this.told)));
		ToldWait.end(wait, null);
		wait.begin();
		assertThat(this.told).isEmpty();
	}

	private SharedSemaphore shared() {
		SharedSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1), timed(), this.storeOfA,
				options("a"));
		listenedTo(semaphore);
		return semaphore;
	}

	private SemaphoreOptions timed() {
		return SemaphoreOptions.defaults().withTimeSource(this.time);
	}

	private CountingSemaphore listenedTo(CountingSemaphore semaphore) {
		semaphore.addListener(new SemaphoreListener() {

			@Override
			public boolean hearsOfPermits() {
				return false;
			}

			@Override
			public Wait onWait(CountingSemaphore waitedFor, AcquireRequest request) {
				return new RecordedWait(ToldWaitsTests.this.told);
			}

		});
		return semaphore;
	}

	private static class RecordedWait implements SemaphoreListener.Wait {

		private final List<String> told;

		RecordedWait(List<String> told) {
			this.told = told;
		}

		@Override
		public void begin() {
			this.told.add("begins on " + Thread.currentThread().getName());
		}

		@Override
		public void end(@Nullable Throwable failure) {
			this.told.add((failure == null) ? "has it" : failure.getClass().getSimpleName()
					+ ((failure instanceof PermitRejectedException refusal) ? " " + refusal.reason() : ""));
		}

	}

	private static final class FailingWait implements SemaphoreListener.Wait {

		@Override
		public void begin() {
			throw new IllegalStateException("begin");
		}

		@Override
		public void end(@Nullable Throwable failure) {
			throw new IllegalStateException("end");
		}

	}

}
