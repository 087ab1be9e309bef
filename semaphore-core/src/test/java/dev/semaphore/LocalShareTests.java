package dev.semaphore;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.store.Ask;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Instances that lease permits in blocks and hand them out themselves.
 */
class LocalShareTests extends SharedInstances {

	private static final Duration LOOK = Duration.ofMillis(100);

	@Test
	void whatIsLeasedIsHandedOutWithoutAskingTheStoreAgain() {
		SharedSemaphore a = share("a", 4);
		take(a).close();
		int calls = this.storeOfA.calls();
		for (int i = 0; i < 1000; i++) {
			take(a).close();
		}
		List<Permit> all = List.of(take(a), take(a), take(a), take(a));
		assertThat(this.storeOfA.calls()).isEqualTo(calls);
		assertThat(a.tryAcquire()).isNull();
		all.forEach(Permit::close);
		Numbers.assertNumbers(a, 4, 0, 0);
	}

	@Test
	void whoWaitsHereIsServedHereInTheOrderOfArrival() {
		SharedSemaphore a = share("a", 1);
		Permit first = take(a);
		CompletableFuture<Permit> second = a.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> third = a.acquireAsync(1, MINUTE);
		int calls = this.storeOfA.calls();
		first.close();
		assertThat(third).isNotDone();
		Permit permit = Numbers.permit(second);
		assertThat(permit.fencingToken()).isEqualTo(first.fencingToken());
		permit.close();
		Numbers.permit(third).close();
		assertThat(this.storeOfA.calls()).isEqualTo(calls);
	}

	@Test
	void whatIsIdleHereGoesToWhoeverWaitsElsewhere() {
		SharedSemaphore a = share("a", 2);
		SharedSemaphore b = share("b", 2);
		List.of(take(a), take(a)).forEach(Permit::close);
		CompletableFuture<Permit> waiting = b.acquireAsync(1, MINUTE);
		assertThat(waiting).isNotDone();
		this.time.advance(LOOK);
		Numbers.permit(waiting).close();
		awaitAllBack(a, b);
	}

	@Test
	void whoeverIsBusyLendsItsPermitsToOthersInTurn() {
		SharedSemaphore a = share("a", 1);
		SharedSemaphore b = share("b", 1);
		Permit held = take(a);
		List<CompletableFuture<Permit>> here = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			here.add(a.acquireAsync(1, MINUTE));
		}
		CompletableFuture<Permit> there = b.acquireAsync(1, MINUTE);
		Permit next = held;
		for (int turns = 0; !there.isDone(); turns++) {
			assertThat(turns).isLessThan(4);
			this.time.advance(LOOK.multipliedBy(2));
			next.close();
			Numbers.await().until(() -> there.isDone() || here.get(0).isDone());
			next = there.isDone() ? Numbers.permit(there) : Numbers.permit(here.remove(0));
		}
		Permit other = next;
		assertThat(here).noneMatch(CompletableFuture::isDone);
		this.time.advance(LOOK.multipliedBy(2));
		other.close();
		here.forEach((waiting) -> Numbers.permit(waiting).close());
		awaitAllBack(a, b);
	}

	@Test
	void whatNobodyUsesGoesBackAfterASecond() {
		SharedSemaphore a = share("a", 4);
		SharedSemaphore plain = instance("b", 4);
		take(a).close();
		this.time.advance(LOOK.plusMillis(1));
		assertThat(plain.snapshot().held()).isPositive();
		this.time.advance(Duration.ofSeconds(2));
		Numbers.await().untilAsserted(() -> {
			this.time.advance(LOOK.plusMillis(1));
			assertThat(plain.snapshot().held()).isZero();
		});
	}

	@Test
	void whoWantsSeveralOrAllGetsThemInItsTurn() {
		SharedSemaphore a = share("a", 4);
		SharedSemaphore b = share("b", 4);
		Permit held = take(a);
		CompletableFuture<Permit> all = b.acquireAsync(AcquireRequest.ofAll().withMaxWait(MINUTE));
		this.time.advance(LOOK.multipliedBy(2));
		assertThat(all).isNotDone();
		held.close();
		this.time.advance(LOOK.multipliedBy(2));
		Permit everything = Numbers.permit(all);
		assertThat(a.tryAcquire()).isNull();
		everything.close();
		assertThat(a.tryAcquire(4)).isNotNull().satisfies(Permit::close);
		awaitAllBack(a, b);
	}

	@Test
	void nothingIsHandedOutOnceTheLeaseMayHaveEndedAndWhatIsHeldIsLost() {
		SharedSemaphore a = share("a", 2);
		Permit held = take(a);
		take(a).close();
		this.storeOfA.fault(Fault.SILENT);
		this.time.advance(LEASE.plusSeconds(1));
		assertThat(held.lost()).isTrue();
		SharedSemaphore b = share("b", 2);
		Permit one = take(b);
		Permit two = take(b);
		assertThat(a.acquireAsync(1, Duration.ZERO)).isCompletedExceptionally();
		this.storeOfA.fault(Fault.NONE);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(a.tryAcquire()).isNull();
		held.close();
		one.close();
		two.close();
		awaitAllBack(a, b);
	}

	@Test
	void aLossIsToldWithTheFirstAnswerAfterAPause() {
		Membership member = new Membership("test", "a", LEASE, new Terms(2, 0, 0));
		BlockStore blocks = new BlockStore(this.storeOfA, this.time, member);
		AtomicInteger alarms = new AtomicInteger();
		blocks.subscribe("test", "a", new GrantListener() {

			@Override
			public void granted(long id, long token) {
			}

			@Override
			public void lookAgain() {
				alarms.incrementAndGet();
			}

		});
		assertThat(take(blocks, member, 1)).isEqualTo(TakeOutcome.GRANTED);
		assertThat(blocks.report(member, 1)).isCompleted();
		assertThat(alarms).hasValue(0);
		this.storeOfA.fault(Fault.SILENT);
		this.time.advance(LEASE.plusSeconds(1));
		this.storeOfA.fault(Fault.NONE);
		assertThat(blocks.report(member, 1)).isCompleted();
		assertThat(alarms).hasPositiveValue();
	}

	@ParameterizedTest
	@EnumSource(names = { "REFUSED", "SILENT" })
	void aStoreThatIsAwayIsNotAskedTenTimesASecond(Fault away) {
		SharedSemaphore a = share("a", 2);
		Permit held = take(a);
		this.storeOfA.fault(away);
		this.time.advance(Duration.ofSeconds(1));
		int calls = this.storeOfA.calls();
		for (int i = 0; i < 100; i++) {
			this.time.advance(LOOK);
		}
		assertThat(this.storeOfA.calls() - calls).isBetween(10, 30);
		this.storeOfA.fault(Fault.NONE);
		held.close();
		awaitAllBack(a, a);
	}

	@Test
	void anAnswerAfterTheLeaseHasEndedRevivesNothingThatWasLeased() {
		Membership member = new Membership("test", "a", LEASE, new Terms(2, 0, 0));
		BlockStore blocks = new BlockStore(this.storeOfA, this.time, member);
		for (long id = 1; id <= 2; id++) {
			assertThat(take(blocks, member, id)).isEqualTo(TakeOutcome.GRANTED);
		}
		blocks.giveBack(member, 1);
		this.storeOfA.fault(Fault.SILENT);
		this.time.advance(LEASE.plusSeconds(1));
		this.storeOfA.fault(Fault.NONE);
		SharedSemaphore b = instance("b", 2);
		Permit both = Numbers.permit(b.acquireAsync(2, MINUTE));
		assertThat(blocks.report(member, 1)).isCompleted();
		assertThat(take(blocks, member, 3)).isEqualTo(TakeOutcome.UNAVAILABLE);
		blocks.giveBack(member, 2);
		assertThat(take(blocks, member, 4)).isEqualTo(TakeOutcome.UNAVAILABLE);
		assertThat(both.lost()).isFalse();
	}

	@Test
	void aLimitThatIsLoweredIsReachedAsPermitsComeBack() {
		SharedSemaphore a = share("a", 4);
		List<Permit> held = List.of(take(a), take(a), take(a), take(a));
		a.resize(2);
		this.time.advance(LOOK.multipliedBy(2));
		held.subList(0, 3).forEach(Permit::close);
		this.time.advance(LOOK.multipliedBy(2));
		Permit second = take(a);
		assertThat(a.tryAcquire()).isNull();
		second.close();
		held.get(3).close();
		awaitAllBack(a, a);
	}

	@Test
	void forgottenPermitsStayOutAndAreReleasedByAnybody() {
		SharedSemaphore a = share("a", 2);
		SharedSemaphore b = share("b", 2);
		take(a).forget();
		this.time.advance(LOOK.plusMillis(1));
		assertThat(b.snapshot().forgotten()).isOne();
		b.release(1);
		awaitAllBack(a, b);
	}

	@Test
	void callersAreRefusedWhileTheStoreIsAwayAndNotLetInOtherwise() {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> LeaseOptions.defaults().withLocalShare(true).withOnBackendFailure(BackendFailurePolicy.ALLOW))
			.withMessageContaining("ALLOW");
	}

	@Test
	void aStoreThatConfirmsGrantsIsNotSharedOut() {
		PermitStore confirming = (PermitStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { PermitStore.class }, (proxy, method, arguments) -> true);
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new BlockStore(confirming, this.time, new Membership("test", "a", LEASE, new Terms(2, 0, 0))))
			.withMessageContaining("replicas");
	}

	@Test
	void whatAnAnswerSaysOfTheLimitIsKnownToTheNextCall() {
		List<Terms> known = new ArrayList<>();
		PermitStore noting = (PermitStore) Proxy.newProxyInstance(PermitStore.class.getClassLoader(),
				new Class<?>[] { PermitStore.class }, (proxy, method, args) -> {
					if (method.getName().equals("take")) {
						known.add(((Membership) args[0]).terms());
					}
					return method.invoke(this.memory, args);
				});
		Membership member = new Membership("test", "a", LEASE, new Terms(3, 0, 0));
		assertThat(take(new BlockStore(noting, this.time, member), member, 1)).isEqualTo(TakeOutcome.GRANTED);
		assertThat(known).hasSize(3).extracting((terms) -> terms.version() > 0).containsExactly(false, true, true);
	}

	@Test
	void whoWaitsIsAskedForAgainIfTheStoreNeverAnswers() {
		SharedSemaphore a = share("a", 1);
		Permit first = Numbers.permit(a.acquireAsync(1, MINUTE));
		this.storeOfA.fault(Fault.SILENT);
		CompletableFuture<Permit> gaveUp = a.acquireAsync(1, Duration.ofMillis(10));
		this.time.advance(Duration.ofMillis(20));
		assertThat(Numbers.reason(gaveUp)).isEqualTo(RejectionReason.TIMED_OUT);
		this.storeOfA.fault(Fault.NONE);
		first.close();
		this.time.advance(LEASE);
		CompletableFuture<Permit> waiting = a.acquireAsync(1, LEASE.multipliedBy(10));
		this.time.advance(LEASE);
		Numbers.permit(waiting).close();
		awaitAtRest(a);
	}

	@Test
	void anInstanceThatLeavesGivesAllBack() {
		SharedSemaphore a = share("a", 2);
		SharedSemaphore plain = instance("b", 2);
		take(a).close();
		a.leave();
		assertThat(plain.tryAcquire(2)).isNotNull().satisfies(Permit::close);
	}

	private void awaitAllBack(SharedSemaphore... semaphores) {
		Numbers.await().untilAsserted(() -> {
			this.time.advance(LOOK.plusMillis(1));
			for (SharedSemaphore semaphore : semaphores) {
				SemaphoreSnapshot snapshot = semaphore.snapshot();
				Numbers.assertNumbers(semaphore, snapshot.permits(), 0, 0);
			}
		});
	}

	private static TakeOutcome take(BlockStore blocks, Membership member, long id) {
		return blocks.take(member, new Ask(id, 1, false, false, 0)).toCompletableFuture().join().outcome();
	}

	private static Permit take(SharedSemaphore semaphore) {
		return Numbers.permit(semaphore.acquireAsync(1, MINUTE));
	}

	private SharedSemaphore share(String instance, int permits) {
		return instance(instance.equals("a") ? this.storeOfA : this.storeOfB, permits,
				options(instance).withLocalShare(true));
	}

}
