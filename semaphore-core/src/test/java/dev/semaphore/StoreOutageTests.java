package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.store.FaultyPermitStore.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What instances do while their store is away, or has forgotten everything.
 */
class StoreOutageTests extends SharedInstances {

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

}
