package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.store.FaultyPermitStore;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.InMemoryPermitStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A semaphore over a store, seen from several instances of an application.
 */
class SharedSemaphoreTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	/** Numbers of this age are asked for again. */
	private static final Duration OLD = Duration.ofMillis(101);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ManualTime time = new ManualTime();

	private final InMemoryPermitStore memory = new InMemoryPermitStore(this.time::nanoTime);

	private final FaultyPermitStore storeOfA = new FaultyPermitStore(this.memory);

	private final FaultyPermitStore storeOfB = new FaultyPermitStore(this.memory);

	private final List<String> events = new CopyOnWriteArrayList<>();

	@Test
	void permitsAreThoseOfAllInstances() throws Exception {
		SharedSemaphore a = instance("a", 2);
		SharedSemaphore b = instance("b", 2);
		Permit first = a.acquire();
		Permit second = b.acquire();
		assertThat(a.tryAcquire()).isNull();
		assertThat(second.fencingToken().orElseThrow()).isGreaterThan(first.fencingToken().orElseThrow());
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> b.acquire(1, Duration.ZERO))
			.withMessageContaining("UNAVAILABLE (permits=2, held=2, queue=0)");
		first.close();
		first.close();
		assertThat(b.tryAcquire()).isNotNull();
		this.time.advance(LEASE);
		Numbers.assertNumbers(a, 0, 2, 0);
		assertThat(a.snapshot().statistics().acquired()).isOne();
		assertThat(b.snapshot().statistics().rejected()).containsEntry(RejectionReason.UNAVAILABLE, 1L);
	}

	@Test
	void waitersOfAllInstancesAreServedInTheOrderOfArrival() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		List<Integer> served = new CopyOnWriteArrayList<>();
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			int number = i;
			ends.add(((i % 2 == 0) ? a : b).acquireAsync(1, MINUTE).thenAccept((permit) -> {
				served.add(number);
				permit.close();
			}));
		}
		held.close();
		ends.forEach(CompletableFuture::join);
		assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
		awaitAtRest(b);
	}

	@Test
	void aWaiterThatIsTiredLeavesTheQueueAndLetsInThoseBehind() {
		SharedSemaphore a = instance("a", 3);
		SharedSemaphore b = instance("b", 3);
		Permit held = Numbers.permit(a.acquireAsync(2, MINUTE));
		CompletableFuture<Permit> wide = a.acquireAsync(2, Duration.ofSeconds(2));
		CompletableFuture<Permit> light = b.acquireAsync(1, MINUTE);
		assertThat(light).isNotDone();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(Numbers.reason(wide)).isEqualTo(RejectionReason.TIMED_OUT);
		Numbers.permit(light).close();
		CompletableFuture<Permit> cancelled = a.acquireAsync(3, MINUTE);
		cancelled.cancel(false);
		held.close();
		awaitAtRest(a);
	}

	@Test
	void aThreadThatIsInterruptedLeavesTheQueue() {
		SharedSemaphore a = instance("a", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		AtomicInteger interrupted = new AtomicInteger();
		Crew waiter = Crew.start(Thread::new, () -> {
			try {
				a.acquire(1, MINUTE);
			}
			catch (InterruptedException ex) {
				interrupted.incrementAndGet();
			}
		});
		Numbers.awaitQueue(a, 1);
		waiter.thread().interrupt();
		waiter.join();
		assertThat(interrupted).hasValue(1);
		held.close();
		awaitAtRest(a);
	}

	@Test
	void aLostHintCostsOneLookAndNoPermit() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.storeOfB.loseHints(true);
		CompletableFuture<Permit> waiting = b.acquireAsync(1, MINUTE);
		held.close();
		assertThat(waiting).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		Numbers.permit(waiting).close();
		awaitAtRest(b);
	}

	@Test
	void whatADeadInstanceHeldIsFreeAfterOneLeaseAndWhatALiveOneHoldsIsNot() {
		SharedSemaphore dead = instance("a", 2);
		SharedSemaphore alive = instance("b", 2);
		Permit lost = Numbers.permit(dead.acquireAsync(1, MINUTE));
		Permit kept = Numbers.permit(alive.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> waiting = alive.acquireAsync(1, MINUTE);
		this.storeOfA.fault(Fault.SILENT);
		this.time.advance(LEASE.minusSeconds(2));
		assertThat(waiting).isNotDone();
		assertThat(lost.lost()).isFalse();
		this.time.advance(Duration.ofSeconds(4));
		assertThat(waiting).isDone();
		assertThat(lost.lost()).isTrue();
		assertThat(kept.lost()).isFalse();
		this.time.advance(LEASE.multipliedBy(3));
		assertThat(alive.snapshot().held()).isEqualTo(2);
	}

	@Test
	void theHolderOfALostLeaseIsToldAtOnce() {
		SharedSemaphore a = instance("a", 1);
		Permit permit = Numbers.permit(a.acquireAsync(1, MINUTE));
		CompletableFuture<Void> told = new CompletableFuture<>();
		permit.whenLost(() -> told.complete(null));
		this.storeOfA.fault(Fault.REFUSED);
		this.time.advance(LEASE);
		told.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(this.events).contains("a lost 1", "a DOWN");
		CompletableFuture<Void> toldLater = new CompletableFuture<>();
		permit.whenLost(() -> toldLater.complete(null));
		toldLater.orTimeout(10, TimeUnit.SECONDS).join();
	}

	@Test
	void aPermitThatIsClosedAfterItsLeaseWasLostIsNotCountedTwice() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit lost = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.storeOfA.fault(Fault.SILENT);
		this.time.advance(LEASE.plusSeconds(1));
		Permit taken = Numbers.permit(b.acquireAsync(1, MINUTE));
		this.storeOfA.fault(Fault.NONE);
		lost.close();
		this.time.advance(LEASE);
		assertThat(a.backendState()).isEqualTo(BackendState.UP);
		Numbers.assertNumbers(b, 0, 1, 0);
		taken.close();
		awaitAtRest(b);
	}

	@Test
	void whileTheStoreIsAwayCallersAreRefusedAndAfterwardsNot() {
		SharedSemaphore a = instance("a", 2);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> waiting = a.acquireAsync(2, MINUTE);
		this.storeOfA.fault(Fault.REFUSED);
		assertThat(a.tryAcquire()).isNull();
		assertThat(Numbers.reason(a.acquireAsync(1, MINUTE))).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		assertThat(a.backendState()).isEqualTo(BackendState.DOWN);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(Numbers.reason(waiting)).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		held.close();
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(a.backendState()).isEqualTo(BackendState.UP);
		awaitAtRest(a);
		assertThat(a.tryAcquire(2)).isNotNull();
		assertThat(this.events).containsSubsequence("a DOWN", "a UP");
	}

	@Test
	void aStoreThatDoesNotAnswerIsTakenToBeAwayAfterTheTimeout() {
		SharedSemaphore a = instance("a", 1);
		this.storeOfA.fault(Fault.SILENT);
		CompletableFuture<Permit> asked = a.acquireAsync(1, MINUTE);
		assertThat(asked).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(Numbers.reason(asked)).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		assertThat(Numbers.reason(a.acquireAsync(1, MINUTE))).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
	}

	@Test
	void whatWasTakenThoughTheAnswerGotLostGoesBack() {
		SharedSemaphore a = instance("a", 1);
		this.storeOfA.fault(Fault.ANSWER_LOST);
		assertThat(Numbers.reason(a.acquireAsync(1, MINUTE))).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(Duration.ofSeconds(2));
		awaitAtRest(a);
	}

	@Test
	void whatIsHeldIsCountedAgainWhenTheStoreForgotEverything() {
		SharedSemaphore a = instance("a", 2);
		SharedSemaphore b = instance("b", 2);
		Permit one = Numbers.permit(a.acquireAsync(1, MINUTE));
		Permit other = Numbers.permit(b.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> waiting = b.acquireAsync(1, MINUTE);
		this.memory.flush();
		this.time.advance(LEASE.dividedBy(2));
		assertThat(waiting).isNotDone();
		Numbers.assertNumbers(a, 0, 2, 1);
		one.close();
		Numbers.permit(waiting).close();
		other.close();
		assertThat(one.lost()).isFalse();
		awaitAtRest(b);
	}

	@Test
	void whatNoLongerFitsAfterTheStoreForgotEverythingIsLost() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.storeOfA.loseHints(true);
		this.memory.flush();
		CompletableFuture<Permit> waiting = b.acquireAsync(1, MINUTE);
		assertThat(waiting).isNotDone();
		this.time.advance(Duration.ofSeconds(2));
		Permit taken = Numbers.permit(waiting);
		this.time.advance(LEASE.dividedBy(2));
		assertThat(held.lost()).isTrue();
		assertThat(taken.lost()).isFalse();
		taken.close();
		this.time.advance(LEASE.dividedBy(2));
		Numbers.assertNumbers(b, 0, 1, 0);
		held.close();
		awaitAtRest(a);
	}

	@Test
	void nothingIsGrantedBeforeWhatIsHeldCanBeCountedAgain() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.memory.flush();
		assertThat(b.tryAcquire()).isNull();
		Numbers.assertNumbers(a, 0, 1, 0);
		held.close();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(b.tryAcquire()).isNotNull();
	}

	@Test
	void permitsReleasedWhileTheStoreHasForgottenThemCountNothingUp() {
		SharedSemaphore a = instance("a", 3);
		Permit held = Numbers.permit(a.acquireAsync(2, MINUTE));
		this.memory.flush();
		held.close();
		Numbers.assertNumbers(a, 3, 0, 0);
	}

	@Test
	void eachInstanceGoesOnWithItsShareIfItIsSoConfigured() {
		LeaseOptions local = options("a").withOnBackendFailure(BackendFailurePolicy.LOCAL);
		SharedSemaphore a = instance(this.storeOfA, 4, local);
		instance("b", 4);
		this.time.advance(LEASE.dividedBy(2));
		Permit leased = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.storeOfA.fault(Fault.REFUSED);
		Permit second = Numbers.permit(a.acquireAsync(1, MINUTE));
		assertThat(second.fencingToken()).isEmpty();
		CompletableFuture<Permit> third = a.acquireAsync(1, MINUTE);
		assertThat(third).isNotDone();
		leased.close();
		Permit thirdPermit = Numbers.permit(third);
		CompletableFuture<Permit> fourth = a.acquireAsync(1, MINUTE);
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(Duration.ofSeconds(2));
		Permit fourthPermit = Numbers.permit(fourth);
		Numbers.assertNumbers(a, 1, 3, 0);
		List.of(second, thirdPermit, fourthPermit).forEach(Permit::close);
		awaitAtRest(a);
	}

	@Test
	void everybodyIsLetInIfItIsSoConfigured() {
		LeaseOptions allow = options("a").withOnBackendFailure(BackendFailurePolicy.ALLOW);
		SharedSemaphore a = instance(this.storeOfA, 1, allow);
		this.storeOfA.fault(Fault.REFUSED);
		Permit first = Numbers.permit(a.acquireAsync(1, MINUTE));
		Permit second = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(Duration.ofSeconds(2));
		Numbers.assertNumbers(a, 0, 1, 0);
		first.close();
		second.close();
		this.time.advance(Duration.ofSeconds(2));
		awaitAtRest(a);
	}

	@Test
	void theLimitIsThatOfAllInstances() {
		SharedSemaphore a = instance("a", 2);
		SharedSemaphore b = instance("b", 2);
		List<Permit> held = List.of(Numbers.permit(a.acquireAsync(1, MINUTE)),
				Numbers.permit(b.acquireAsync(1, MINUTE)));
		CompletableFuture<Permit> wide = b.acquireAsync(2, MINUTE);
		CompletableFuture<Permit> light = b.acquireAsync(1, MINUTE);
		a.resize(1);
		assertThat(a.snapshot().permits()).isOne();
		assertThat(Numbers.reason(wide)).isEqualTo(RejectionReason.TOO_LARGE);
		held.forEach(Permit::close);
		Permit permit = Numbers.permit(light);
		a.resize(3);
		assertThat(b.tryAcquire(2)).isNotNull();
		permit.close();
		assertThat(this.events).contains("a resized 2 to 1", "b resized 2 to 1", "b resized 1 to 3");
	}

	@Test
	void anInstanceWithAnotherNumberBringsItWithIt() {
		SharedSemaphore old = instance("a", 2);
		SharedSemaphore latest = instance("b", 5);
		this.time.advance(LEASE);
		assertThat(old.snapshot().permits()).isEqualTo(5);
		assertThat(latest.snapshot().permits()).isEqualTo(5);
	}

	@Test
	void forgottenPermitsMayBeReleasedByAnotherInstance() {
		SharedSemaphore a = instance("a", 2);
		SharedSemaphore b = instance("b", 2);
		Numbers.permit(a.acquireAsync(2, MINUTE)).forget();
		assertThatExceptionOfType(SemaphoreOverflowException.class).isThrownBy(() -> b.release(3));
		b.release(1);
		assertThat(a.tryAcquire()).isNotNull();
		assertThat(a.tryAcquire()).isNull();
	}

	@Test
	void aClosedInstanceRefusesItsOwnCallersOnly() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> ofA = a.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> ofB = b.acquireAsync(1, MINUTE);
		a.close();
		assertThat(Numbers.reason(ofA)).isEqualTo(RejectionReason.CLOSED);
		assertThat(Numbers.reason(a.acquireAsync(1, MINUTE))).isEqualTo(RejectionReason.CLOSED);
		held.close();
		Numbers.permit(ofB).close();
		a.open();
		assertThat(a.tryAcquire()).isNotNull();
	}

	@Test
	void anExclusivePermitGrowsAndShrinksWithTheLimit() {
		SharedSemaphore a = instance("a", 2);
		Permit all = Numbers.permit(a.acquireAsync(AcquireRequest.ofAll()));
		assertThat(all.weight()).isEqualTo(2);
		a.resize(5);
		assertThat(all.weight()).isEqualTo(5);
		assertThat(a.tryAcquire()).isNull();
		all.close();
		awaitAtRest(a);
	}

	@Test
	void oneThatLeavesGivesBackWhatItHolds() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Numbers.permit(a.acquireAsync(1, MINUTE));
		a.leave();
		Numbers.permit(b.acquireAsync(1, MINUTE)).close();
		int calls = this.storeOfA.calls();
		this.time.advance(LEASE.multipliedBy(2));
		assertThat(this.storeOfA.calls()).isEqualTo(calls);
	}

	@Test
	void onAThreadThatMustNotBlockTryingIsRefusedWithoutACall() {
		SharedSemaphore a = instance(this.storeOfA, 1, options("a").withMayBlock(() -> false));
		int calls = this.storeOfA.calls();
		assertThat(a.tryAcquire()).isNull();
		assertThat(this.storeOfA.calls()).isEqualTo(calls);
	}

	@Test
	void theThreadOfALostLeaseIsInterruptedIfItIsSoConfigured() {
		LeaseOptions interrupting = options("a").withOnLeaseLost(LeaseLossAction.INTERRUPT);
		SharedSemaphore a = instance(this.storeOfA, 1, interrupting);
		CompletableFuture<Permit> taken = new CompletableFuture<>();
		Crew holder = Crew.start(Thread::new, () -> {
			taken.complete(a.acquire());
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> new CountDownLatch(1).await());
		});
		Numbers.permit(taken);
		this.storeOfA.fault(Fault.REFUSED);
		this.time.advance(LEASE);
		holder.join();
	}

	@Test
	void whatASharedStoreCannotDoIsRefusedWithARemedy() {
		assertThatIllegalArgumentException().isThrownBy(() -> create(SemaphorePolicy.of(1).withOrder(QueueOrder.LIFO)))
			.withMessageContaining("set the order to FIFO");
		assertThatIllegalArgumentException().isThrownBy(() -> create(SemaphorePolicy.of(1).withPermitsPerKey(1)))
			.withMessageContaining("leave out the permits per key");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> create(SemaphorePolicy.of(1).withMode(SemaphoreMode.DRY_RUN)))
			.withMessageContaining("enforce the limit");
	}

	@Test
	void manyShortHoldsWithQuickRenewalsLoseNothing() {
		LeaseOptions quick = options("a").withLease(Duration.ofMillis(40));
		SharedSemaphore a = instance(this.storeOfA, 1, quick);
		for (int i = 0; i < 20_000; i++) {
			Permit permit = Numbers.permit(a.acquireAsync(1, MINUTE));
			this.time.advance(Duration.ofMillis(7));
			permit.close();
		}
		Numbers.assertAtRest(a);
		assertThat(this.events).doesNotContain("a lost 1");
	}

	/*
	 * Answers to calls made at once may be learned in any order: only old numbers are
	 * asked for again.
	 */
	private void awaitAtRest(SharedSemaphore semaphore) {
		Numbers.await().untilAsserted(() -> {
			this.time.advance(OLD);
			Numbers.assertAtRest(semaphore);
		});
	}

	private SharedSemaphore instance(String instance, int permits) {
		return instance(instance.equals("a") ? this.storeOfA : this.storeOfB, permits, options(instance));
	}

	private SharedSemaphore instance(FaultyPermitStore store, int permits, LeaseOptions leases) {
		return CountingSemaphore.create("test", SemaphorePolicy.of(permits),
				SemaphoreOptions.defaults().withTimeSource(this.time).withListener(new Recorder(leases.instance())),
				store, leases);
	}

	private SharedSemaphore create(SemaphorePolicy policy) {
		return CountingSemaphore.create("test", policy, SemaphoreOptions.defaults(), this.storeOfA, options("a"));
	}

	private static LeaseOptions options(String instance) {
		return LeaseOptions.defaults().withInstance(instance).withLease(LEASE);
	}

	private final class Recorder implements SemaphoreListener {

		private final String instance;

		Recorder(String instance) {
			this.instance = instance;
		}

		@Override
		public void onLeaseLost(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			SharedSemaphoreTests.this.events.add(this.instance + " lost " + request.weight());
		}

		@Override
		public void onBackendStateChanged(CountingSemaphore semaphore, BackendState state) {
			SharedSemaphoreTests.this.events.add(this.instance + " " + state);
		}

		@Override
		public void onResized(CountingSemaphore semaphore, int from, int to) {
			SharedSemaphoreTests.this.events.add(this.instance + " resized " + from + " to " + to);
		}

	}

}
