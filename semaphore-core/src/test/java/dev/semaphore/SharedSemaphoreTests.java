package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.store.FaultyPermitStore.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A semaphore over a store, seen from several instances of an application.
 */
class SharedSemaphoreTests extends SharedInstances {

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
		told.orTimeout(1, TimeUnit.MINUTES).join();
		assertThat(this.events).contains("a lost 1", "a DOWN");
		CompletableFuture<Void> toldLater = new CompletableFuture<>();
		permit.whenLost(() -> toldLater.complete(null));
		toldLater.orTimeout(1, TimeUnit.MINUTES).join();
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

}
