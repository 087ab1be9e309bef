package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.store.FaultyPermitStore.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Grants that a store does not vouch for, and stores that have grants confirmed.
 */
class UncertainGrantTests extends SharedInstances {

	@BeforeEach
	void haveGrantsConfirmed() {
		this.storeOfA.confirm(true);
		this.storeOfB.confirm(true);
	}

	@Test
	void anUncertainGrantIsRefusedAndGivenBackThoughTheStoreIsThere() {
		SharedSemaphore a = instance("a", 1);
		this.storeOfA.fault(Fault.UNCERTAIN);
		assertThat(Numbers.reason(a.acquireAsync(1, MINUTE))).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		assertThat(a.tryAcquire()).isNull();
		assertThat(a.backendState()).isEqualTo(BackendState.UP);
		awaitAtRest(a);
		assertThat(instance("b", 1).tryAcquire()).isNotNull();
	}

	@Test
	void oneThatWaitedIsLetInWhenItsGrantIsConfirmed() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> waiting = b.acquireAsync(1, MINUTE);
		this.storeOfB.fault(Fault.SILENT);
		held.close();
		assertThat(waiting).isNotDone();
		this.storeOfB.fault(Fault.NONE);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(Numbers.reason(waiting)).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		this.time.advance(Duration.ofSeconds(2));
		Permit again = Numbers.permit(b.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> next = a.acquireAsync(1, MINUTE);
		again.close();
		Numbers.permit(next).close();
		awaitAtRest(a);
	}

	@Test
	void oneThatWaitedIsRefusedWhenItsGrantStaysUncertainAndTheNextHasItsTurn() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> first = b.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> second = a.acquireAsync(1, MINUTE);
		this.storeOfB.fault(Fault.UNCERTAIN);
		held.close();
		assertThat(Numbers.reason(first)).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		Numbers.permit(second).close();
		awaitAtRest(b);
	}

	@Test
	void aGrantThatARenewalTellsOfIsConfirmedToo() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> waiting = b.acquireAsync(1, MINUTE);
		this.storeOfB.loseHints(true);
		this.storeOfB.fault(Fault.UNCERTAIN);
		held.close();
		assertThat(waiting).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(Numbers.reason(waiting)).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
		awaitAtRest(a);
	}

}
