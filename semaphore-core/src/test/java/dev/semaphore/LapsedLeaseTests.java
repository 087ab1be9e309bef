package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.store.Ask;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.Membership;
import dev.semaphore.store.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance that stands still past its lease, and then hears from the store before it
 * has looked at its leases.
 */
class LapsedLeaseTests extends SharedInstances {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatWasLostStaysLostThoughTheStoreHasRoomForIt(boolean inBlocks) {
		SharedSemaphore a = instance(this.storeOfA, 1, options("a").withLocalShare(inBlocks));
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.time.standStill(LEASE.plusSeconds(1));
		Permit other = Numbers.permit(b.acquireAsync(1, MINUTE));
		other.close();
		assertThat(a.report(1)).isCompleted();
		assertThat(held.lost()).isTrue();
		this.time.advance(LEASE);
		assertThat(held.lost()).isTrue();
		assertThat(this.events).containsOnlyOnce("a lost 1");
		held.close();
		Permit next = Numbers.permit(a.acquireAsync(1, MINUTE));
		assertThat(next.fencingToken().orElseThrow()).isGreaterThan(other.fencingToken().orElseThrow());
		assertThat(next.lost()).isFalse();
		next.close();
		this.time.advance(LEASE);
		awaitAtRest(a);
	}

	@Test
	void aUnitThatTheStoreWasWithoutIsNotHandedOutAgain() {
		SharedSemaphore a = instance(this.storeOfA, 2, options("a").withLocalShare(true));
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		long before = held.fencingToken().orElseThrow();
		this.memory.flush();
		this.time.advance(LEASE);
		assertThat(held.lost()).isFalse();
		held.close();
		Permit next = Numbers.permit(a.acquireAsync(1, MINUTE));
		assertThat(next.fencingToken().orElseThrow()).isGreaterThan(before);
		next.close();
		this.time.advance(LEASE);
		awaitAtRest(a);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aHintFromBeforeTheLeaseEndedGrantsNothing(boolean afterAnAnswer) {
		SharedSemaphore a = instance("a", 2);
		SharedSemaphore b = instance("b", 2);
		Permit first = Numbers.permit(b.acquireAsync(2, MINUTE));
		CompletableFuture<Permit> waiting = a.acquireAsync(1, LEASE.multipliedBy(10));
		this.storeOfA.delayHints(true);
		first.close();
		this.time.standStill(LEASE.plusSeconds(1));
		Permit second = Numbers.permit(b.acquireAsync(2, MINUTE));
		if (afterAnAnswer) {
			assertThat(a.report(1)).isCompleted();
		}
		this.storeOfA.delayHints(false);
		assertThat(waiting).isNotDone();
		second.close();
		Permit permit = Numbers.permit(waiting);
		assertThat(permit.lost()).isFalse();
		assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(second.fencingToken().orElseThrow());
		assertThat(b.report(1).toCompletableFuture().join().figures().held()).isOne();
		permit.close();
		awaitAtRest(a);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAnswerThatComesAfterTheLeaseHasEndedGrantsNothing(boolean inBlocks) {
		SharedSemaphore a = instance(this.storeOfA, 1, options("a").withLocalShare(inBlocks));
		SharedSemaphore b = instance("b", 1);
		assertThat(a.report(1)).isCompleted();
		this.storeOfA.fault(Fault.LATE);
		CompletableFuture<Permit> asked = a.acquireAsync(1, LEASE.multipliedBy(10));
		this.storeOfA.fault(Fault.NONE);
		this.time.standStill(LEASE.plusSeconds(1));
		Permit other = Numbers.permit(b.acquireAsync(1, MINUTE));
		this.storeOfA.answerLate();
		assertThat(asked).isNotDone();
		other.close();
		Numbers.await().untilAsserted(() -> {
			this.time.advance(Duration.ofMillis(101));
			assertThat(asked).isDone();
		});
		Permit permit = Numbers.permit(asked);
		assertThat(permit.lost()).isFalse();
		assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(other.fencingToken().orElseThrow());
		permit.close();
		this.time.advance(LEASE);
		awaitAtRest(a);
	}

	@Test
	void whatCouldNotBeRestoredBeforeItsLeaseEndedIsLost() {
		SharedSemaphore a = instance("a", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		CompletableFuture<Boolean> told = new CompletableFuture<>();
		held.whenLost(() -> told.complete(true));
		this.memory.flush();
		this.storeOfA.fault(Fault.NOT_RESTORED);
		this.time.advance(LEASE.dividedBy(2));
		assertThat(held.lost()).isFalse();
		this.storeOfA.fault(Fault.SILENT);
		this.time.advance(LEASE.plusSeconds(2));
		assertThat(held.lost()).isTrue();
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(LEASE);
		assertThat(a.backendState()).isEqualTo(BackendState.UP);
		assertThat(held.lost()).isTrue();
		assertThat(this.events).containsOnlyOnce("a lost 1");
		Numbers.await().until(told::isDone);
		held.close();
		awaitAtRest(a);
	}

	@Test
	void whoIsLetInWithoutALeaseLosesNone() {
		SharedSemaphore a = instance(this.storeOfA, 1, options("a").withOnBackendFailure(BackendFailurePolicy.ALLOW));
		this.storeOfA.fault(Fault.SILENT);
		CompletableFuture<Permit> asked = a.acquireAsync(1, MINUTE);
		this.time.advance(LEASE.multipliedBy(2));
		Permit held = Numbers.permit(asked);
		assertThat(held.lost()).isFalse();
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(LEASE);
		assertThat(held.lost()).isFalse();
		assertThat(this.events).doesNotContain("a lost 1");
		held.close();
		awaitAtRest(a);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whoIsToldOfALossWithAnAnswerDoesNotWaitForAnother(boolean inBlocks) {
		SharedSemaphore a = instance(this.storeOfA, 2, options("a").withLocalShare(inBlocks));
		CompletableFuture<Integer> callsOfListener = new CompletableFuture<>();
		a.addListener(new SemaphoreListener() {

			@Override
			public void onLeaseLost(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
				int before = LapsedLeaseTests.this.storeOfA.calls();
				assertThat(semaphore.tryAcquire()).isNull();
				callsOfListener.complete(LapsedLeaseTests.this.storeOfA.calls() - before);
			}

		});
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.time.standStill(LEASE.plusSeconds(1));
		assertThat(a.report(1)).isCompleted();
		assertThat(callsOfListener).isCompletedWithValue(0);
		held.close();
		this.time.advance(LEASE);
		awaitAtRest(a);
	}

	@Test
	void anAnswerThatIsOlderThanALeaseBringsNoneBack() {
		Membership member = new Membership("test", "a", LEASE, new Terms(2, 0, 0));
		BlockStore blocks = new BlockStore(this.storeOfA, this.time, member);
		AtomicInteger regained = new AtomicInteger();
		blocks.lapses(() -> {
		}, regained::incrementAndGet);
		assertThat(blocks.take(member, new Ask(1, 1, false, false, 0))).isCompleted();
		this.storeOfA.fault(Fault.LATE);
		assertThat(blocks.report(member, 1)).isNotDone();
		this.storeOfA.fault(Fault.NONE);
		this.time.standStill(LEASE.plusSeconds(1));
		this.storeOfA.answerLate();
		assertThat(regained).hasValue(0);
		assertThat(blocks.report(member, 1)).isCompleted();
		assertThat(regained).hasValue(1);
	}

}
