package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.InstanceShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * An instance whose lease another one ends by force.
 */
class EndedLeaseTests extends SharedInstances {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatAHungInstanceHeldIsFreeAtOnceAndItLearnsOfTheLossWhenItGoesOn(boolean inBlocks) {
		SharedSemaphore hung = instance(this.storeOfA, 2, options("a").withLocalShare(inBlocks));
		SharedSemaphore b = instance("b", 2);
		Permit held = Numbers.permit(hung.acquireAsync(1, MINUTE));
		Numbers.permit(hung.acquireAsync(1, MINUTE)).close();
		CompletableFuture<Void> told = new CompletableFuture<>();
		held.whenLost(() -> told.complete(null));
		this.storeOfA.fault(Fault.SILENT);
		CompletableFuture<Permit> waiting = b.acquireAsync(2, LEASE.multipliedBy(10));
		assertThat(waiting).isNotDone();
		assertThat(b.unsafeEndLease("a")).isCompletedWithValue(true);
		Permit other = Numbers.permit(waiting);
		assertThat(held.lost()).isFalse();
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(LEASE.dividedBy(2));
		assertThat(held.lost()).isTrue();
		Numbers.await().until(told::isDone);
		assertThat(this.events).containsOnlyOnce("a lost 1");
		assertThat(other.lost()).isFalse();
		CompletableFuture<Permit> next = hung.acquireAsync(1, LEASE.multipliedBy(10));
		held.close();
		this.time.advance(LEASE);
		assertThat(next).isNotDone();
		other.close();
		Permit last = Numbers.permit(next);
		assertThat(last.fencingToken().orElseThrow()).isGreaterThan(other.fencingToken().orElseThrow());
		last.close();
		this.time.advance(LEASE);
		awaitAtRest(b);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsFreeWhenItGoesOnIsCountedAgainAndNotLost(boolean inBlocks) {
		SharedSemaphore hung = instance(this.storeOfA, 2, options("a").withLocalShare(inBlocks));
		SharedSemaphore b = instance("b", 2);
		Permit held = Numbers.permit(hung.acquireAsync(1, MINUTE));
		assertThat(b.unsafeEndLease("a")).isCompletedWithValue(true);
		assertThat(held(b)).isZero();
		this.time.advance(LEASE.dividedBy(2));
		assertThat(held(b)).isOne();
		assertThat(held.lost()).isFalse();
		assertThat(this.events).isEmpty();
		held.close();
		this.time.advance(LEASE);
		awaitAtRest(b);
	}

	@Test
	void whatWasLostIsCountedAgainOnceThereIsRoomForItAndStaysLost() {
		SharedSemaphore hung = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(hung.acquireAsync(1, MINUTE));
		b.unsafeEndLease("a");
		Permit other = Numbers.permit(b.acquireAsync(1, MINUTE));
		this.time.advance(LEASE.dividedBy(2));
		other.close();
		this.time.advance(LEASE.dividedBy(2));
		assertThat(held(b)).isOne();
		assertThat(held.lost()).isTrue();
		assertThat(this.events).containsOnlyOnce("a lost 1");
		held.close();
		awaitAtRest(b);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsAtWorkThereIsCountedAgainBeforeWhoWaitsThereIsLetIn(boolean inBlocks) {
		SharedSemaphore hung = instance(this.storeOfA, 1, options("a").withLocalShare(inBlocks));
		SharedSemaphore b = instance("b", 1);
		CompletableFuture<Permit> held = hung.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> waiting = hung.acquireAsync(1, LEASE.multipliedBy(10));
		assertThat(b.unsafeEndLease("a")).isCompletedWithValue(true);
		this.time.advance(LEASE.dividedBy(2));
		assertThat(waiting).isNotDone();
		Permit first = Numbers.permit(held);
		assertThat(first.lost()).isFalse();
		first.close();
		Numbers.permit(waiting).close();
		awaitAtRest(b);
	}

	@Test
	void whoComesBeforeWhatIsAtWorkThereIsCountedAgainWaitsForIt() {
		SharedSemaphore hung = instance(this.storeOfA, 1, options("a").withLocalShare(true));
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(hung.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> waiting = comesBeforeAnythingIsRestored(hung, b);
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(LEASE.dividedBy(2));
		assertThat(held(b)).isOne();
		assertThat(held.lost()).isFalse();
		assertThat(waiting).isNotDone();
		held.close();
		Numbers.permit(waiting).close();
		awaitAtRest(b);
	}

	@Test
	void whoComesBeforeWhatWasAtWorkThereIsGivenBackGetsIt() {
		SharedSemaphore hung = instance(this.storeOfA, 1, options("a").withLocalShare(true));
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(hung.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> waiting = comesBeforeAnythingIsRestored(hung, b);
		held.close();
		this.time.advance(LEASE.dividedBy(2));
		Numbers.permit(waiting).close();
		awaitAtRest(b);
	}

	@Test
	void whoComesOnceWhatWasCountedAgainIsGivenBackGetsItAtOnce() {
		SharedSemaphore hung = instance(this.storeOfA, 1, options("a").withLocalShare(true));
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(hung.acquireAsync(1, MINUTE));
		b.unsafeEndLease("a");
		this.time.advance(Duration.ofMillis(101));
		assertThat(held(b)).isOne();
		held.close();
		assertThat(hung.acquireAsync(1, MINUTE)).isCompleted();
	}

	@Test
	void whatNobodyUsesThereMakesRoomForWhatIsAtWork() {
		SharedSemaphore hung = instance(this.storeOfA, 4, options("a").withLocalShare(true));
		SharedSemaphore b = instance("b", 4);
		Permit others = Numbers.permit(b.acquireAsync(2, MINUTE));
		List<Permit> held = List.of(Numbers.permit(hung.acquireAsync(1, MINUTE)),
				Numbers.permit(hung.acquireAsync(1, MINUTE)));
		b.unsafeEndLease("a");
		Numbers.permit(hung.acquireAsync(1, MINUTE)).close();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(held).noneMatch(Permit::lost);
		assertThat(held(b)).isEqualTo(4);
		held.forEach(Permit::close);
		others.close();
		awaitAtRest(b);
	}

	@Test
	void whoWaitsThereAsksAgainBehindAllOthers() {
		SharedSemaphore hung = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(b.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> first = hung.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> second = b.acquireAsync(1, MINUTE);
		assertThat(b.unsafeEndLease("a")).isCompletedWithValue(true);
		this.time.advance(Duration.ofSeconds(2));
		held.close();
		assertThat(first).isNotDone();
		Numbers.permit(second).close();
		Numbers.permit(first).close();
		awaitAtRest(b);
	}

	@Test
	void ofAnInstanceThatIsNotThereNothingEndsAndNothingStays() {
		SharedSemaphore a = instance("a", 1);
		SharedSemaphore b = instance("b", 1);
		Permit held = Numbers.permit(a.acquireAsync(1, MINUTE));
		assertThat(b.unsafeEndLease("c")).isCompletedWithValue(false);
		assertThat(b.unsafeEndLease(" ")).isCompletedWithValue(false);
		assertThat(b.report(10).toCompletableFuture().join().instances())
			.containsExactlyInAnyOrder(new InstanceShare("a", 1, 0), new InstanceShare("b", 0, 0));
		this.time.advance(LEASE);
		assertThat(held.lost()).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> b.unsafeEndLease("b"))
			.withMessageContaining("'b' is this instance of semaphore 'test'");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toEndTheLeaseOfAnotherRenewsNoneOfOnesOwn(boolean inBlocks) {
		instance("a", 2).tryAcquire();
		SharedSemaphore b = instance(this.storeOfB, 2, options("b").withLocalShare(inBlocks));
		Permit held = Numbers.permit(b.acquireAsync(1, MINUTE));
		this.storeOfB.fault(Fault.LATE);
		CompletionStage<Boolean> ended = b.unsafeEndLease("a");
		this.storeOfB.fault(Fault.NONE);
		this.time.standStill(LEASE.minusSeconds(1));
		this.storeOfB.answerLate();
		assertThat(ended).isCompletedWithValue(true);
		assertThat(held.lost()).isFalse();
		this.time.standStill(Duration.ofSeconds(2));
		assertThat(held.lost()).isTrue();
	}

	@Test
	void nobodyKnowsWhetherItEndedIfTheStoreDoesNotAnswer() {
		instance("a", 1).tryAcquire();
		SharedSemaphore b = instance("b", 1);
		assertThat(b.report(1)).isCompleted();
		this.storeOfB.fault(Fault.REFUSED);
		assertThat(b.unsafeEndLease("a")).isCompletedExceptionally();
		assertThat(b.backendState()).isEqualTo(BackendState.DOWN);
	}

	private CompletableFuture<Permit> comesBeforeAnythingIsRestored(SharedSemaphore hung, SharedSemaphore other) {
		this.storeOfA.fault(Fault.NOT_RESTORED);
		other.unsafeEndLease("a");
		this.time.advance(Duration.ofMillis(200));
		CompletableFuture<Permit> waiting = hung.acquireAsync(1, LEASE.multipliedBy(10));
		this.time.advance(Duration.ofMillis(200));
		assertThat(waiting).isNotDone();
		return waiting;
	}

	private static int held(SharedSemaphore semaphore) {
		return semaphore.report(1).toCompletableFuture().join().figures().held();
	}

}
