package dev.semaphore.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link PermitStore} must hold to. Each test has a semaphore of its own.
 */
public abstract class PermitStoreContract extends LeavingContract {

	@Test
	void whatIsFreeIsGrantedAndWhatIsNotIsRefused() {
		Membership a = member("a", 2);
		Taken first = take(a, 1);
		Taken second = take(a, 1);
		assertThat(first.outcome()).isEqualTo(TakeOutcome.GRANTED);
		assertThat(second.outcome()).isEqualTo(TakeOutcome.GRANTED);
		assertThat(take(a, 1).outcome()).isEqualTo(TakeOutcome.UNAVAILABLE);
		assertThat(take(a, 3).outcome()).isEqualTo(TakeOutcome.TOO_LARGE);
		assertFigures(a, 2, 2, 0);
		assertThat(second.figures().available()).isZero();
	}

	@Test
	void theQueueIsBoundedOverAllInstances() {
		Membership a = member("a", 1);
		Membership b = member("b", 1);
		take(a, 1);
		assertThat(answer(store().take(a, new Ask(id(), 1, false, true, 0))).outcome())
			.isEqualTo(TakeOutcome.QUEUE_FULL);
		assertThat(answer(store().take(a, new Ask(id(), 1, false, true, 1))).outcome()).isEqualTo(TakeOutcome.QUEUED);
		assertThat(answer(store().take(b, new Ask(id(), 1, false, true, 1))).outcome())
			.isEqualTo(TakeOutcome.QUEUE_FULL);
		assertFigures(b, 1, 1, 1);
	}

	@Test
	void whoWaitsIsServedInTheOrderOfArrivalOverAllInstances() {
		Membership a = member("a", 1);
		Membership b = member("b", 1);
		long held = granted(a, 1);
		List<Long> order = List.of(queued(a, 1), queued(b, 1), queued(a, 1), queued(b, 1));
		Membership holder = a;
		for (int i = 0; i < order.size(); i++) {
			assertThat(answer(store().giveBack(holder, held)).done()).isTrue();
			holder = (i % 2 == 0) ? a : b;
			held = order.get(i);
			assertThat(renewed(holder).held()).containsOnlyKeys(held);
			assertThat(renewed((i % 2 == 0) ? b : a).held()).isEmpty();
		}
	}

	@Test
	void nobodyPassesOneThatWaits() {
		Membership a = member("a", 3);
		long two = granted(a, 2);
		long wide = queued(a, 2);
		long light = queued(a, 1);
		assertThat(take(a, 1).outcome()).isEqualTo(TakeOutcome.UNAVAILABLE);
		answer(store().giveBack(a, two));
		assertThat(renewed(a).held()).containsOnlyKeys(wide, light);
	}

	@Test
	void theFirstThatLeavesLetsInThoseBehindIt() {
		Membership a = member("a", 3);
		granted(a, 2);
		long wide = queued(a, 3);
		long light = queued(member("b", 3), 1);
		assertThat(answer(store().giveBack(a, wide)).done()).isTrue();
		assertThat(renewed(member("b", 3)).held()).containsOnlyKeys(light);
		assertFigures(a, 3, 3, 0);
	}

	@Test
	void oneThatWaitsIsToldOfItsGrantIfAnybodyIs() {
		Membership a = member("a", 1);
		Membership b = member("b", 1);
		long held = granted(a, 1);
		Map<Long, Long> hints = new ConcurrentHashMap<>();
		Map<Long, Long> hintsOfOthers = new ConcurrentHashMap<>();
		try (Subscription mine = store().subscribe(this.semaphore, "b", hints(hints));
				Subscription other = store().subscribe(this.semaphore, "c", hints(hintsOfOthers))) {
			long waiting = queued(b, 1);
			answer(store().giveBack(a, held));
			// a hint may be lost: looking shows what it would have said
			long token = renewed(b).held().get(waiting);
			assertThat(hints.getOrDefault(waiting, token)).isEqualTo(token);
			assertThat(hintsOfOthers).isEmpty();
		}
	}

	@Test
	void whoAsksAfterItsReturnFindsWhatItReturned() {
		Membership a = member("a", 1);
		long held = granted(a, 1);
		for (int i = 0; i < 20; i++) {
			long next = id();
			CompletionStage<Changed> returned = store().giveBack(a, held);
			assertThat(answer(store().take(a, new Ask(next, 1, false, false, 0))).outcome())
				.isEqualTo(TakeOutcome.GRANTED);
			assertThat(answer(returned).done()).isTrue();
			held = next;
		}
	}

	@Test
	void askingTwiceTakesOnce() {
		Membership a = member("a", 3);
		Ask ask = new Ask(id(), 2, false, true, 10);
		Taken once = answer(store().take(a, ask));
		Taken twice = answer(store().take(a, ask));
		assertThat(twice.token()).isEqualTo(once.token());
		assertFigures(a, 3, 2, 0);
		Ask wide = new Ask(id(), 3, false, true, 10);
		assertThat(answer(store().take(a, wide)).outcome()).isEqualTo(TakeOutcome.QUEUED);
		assertThat(answer(store().take(a, wide)).outcome()).isEqualTo(TakeOutcome.QUEUED);
		assertFigures(a, 3, 2, 1);
	}

	@Test
	void givingBackTwiceOrWhatIsUnknownCountsNothingUp() {
		Membership a = member("a", 2);
		long held = granted(a, 1);
		assertThat(answer(store().giveBack(a, held)).done()).isTrue();
		assertThat(answer(store().giveBack(a, held)).done()).isFalse();
		assertThat(answer(store().giveBack(a, id())).done()).isFalse();
		assertThat(answer(store().giveBack(member("b", 2), held)).done()).isFalse();
		assertFigures(a, 2, 0, 0);
	}

	@Test
	void tokensGrow() {
		Membership a = member("a", 3);
		Membership b = member("b", 3);
		List<Long> tokens = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			Membership who = (i % 2 == 0) ? a : b;
			Taken taken = take(who, 1);
			tokens.add(taken.token());
			long waiting = queued(who, 3);
			renewed(who).held()
				.keySet()
				.stream()
				.filter((id) -> id != waiting)
				.forEach((id) -> answer(store().giveBack(who, id)));
			tokens.add(renewed(who).held().get(waiting));
			answer(store().giveBack(who, waiting));
			if (i == 2) {
				flush();
			}
		}
		assertThat(tokens).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void whatADeadInstanceHeldAndWaitedForComesBackWithinItsLease() {
		Membership dead = member("dead", 2);
		Membership alive = member("alive", 2);
		granted(dead, 2);
		queued(dead, 2);
		long waiting = queued(alive, 1);
		for (int i = 0; i < 3; i++) {
			elapse(lease().dividedBy(2));
			renewed(alive);
		}
		assertThat(renewed(alive).held()).containsOnlyKeys(waiting);
		assertFigures(alive, 2, 1, 0);
		assertThat(renewed(dead).held()).isEmpty();
		assertThat(renewed(dead).waiting()).isEmpty();
	}

	@Test
	void anInstanceThatRenewsKeepsWhatItHas() {
		Membership a = member("a", 1);
		long held = granted(a, 1);
		long waiting = queued(a, 1);
		for (int i = 0; i < 6; i++) {
			elapse(lease().dividedBy(2));
			Renewed renewed = renewed(a);
			assertThat(renewed.held()).containsOnlyKeys(held);
			assertThat(renewed.waiting()).containsExactly(waiting);
		}
		assertThat(take(member("b", 1), 1).outcome()).isEqualTo(TakeOutcome.UNAVAILABLE);
	}

	@Test
	void aPermitThatWasTakenFromOneInstanceIsNotCountedUpWhenItGivesItBack() {
		Membership a = member("a", 1);
		Membership b = member("b", 1);
		long lost = granted(a, 1);
		elapse(lease().multipliedBy(2));
		granted(b, 1);
		assertThat(answer(store().giveBack(a, lost)).done()).isFalse();
		assertFigures(b, 1, 1, 0);
	}

	@Test
	void manyDeadInstancesAreClearedBySlices() {
		int permits = 150;
		for (int i = 0; i < permits; i++) {
			granted(member("dead-" + i, permits), 1);
		}
		for (int i = 0; i < permits; i++) {
			queued(member("dead-" + i, permits), permits);
		}
		elapse(lease().multipliedBy(2));
		Membership alive = member("alive", permits);
		for (int i = 0; i < 100 && renewed(alive).figures().held() > 0; i++) {
			assertThat(renewed(alive).figures().held()).isLessThanOrEqualTo(permits);
		}
		assertFigures(alive, permits, 0, 0);
		assertThat(renewed(alive).figures().instances()).isOne();
	}

	@Test
	void aStoreThatForgotEverythingCountsAgainWhatIsRestoredAndNoMore() {
		Membership a = member("a", 2);
		Taken taken = take(a, 1);
		long held = renewed(a).held().keySet().iterator().next();
		a = a.withTerms(taken.figures().terms());
		flush();
		assertThat(answer(store().giveBack(a, 12345)).done()).isFalse();
		assertFigures(a, 2, 0, 0);
		Grant grant = new Grant(held, 1, false, taken.token());
		assertThat(answer(store().restore(a, List.of(grant))).held()).containsExactly(Map.entry(held, taken.token()));
		assertThat(answer(store().restore(a, List.of(grant))).held()).containsExactly(Map.entry(held, taken.token()));
		assertFigures(a, 2, 1, 0);
		elapse(lease().dividedBy(2));
		assertThat(take(a, 1).token()).isGreaterThan(taken.token());
		long third = id();
		assertThat(answer(store().restore(a, List.of(new Grant(third, 1, false, 0)))).held()).doesNotContainKey(third);
		assertFigures(a, 2, 2, 0);
	}

	@Test
	void theNewestLimitHolds() {
		Membership old = member("old", 4);
		Terms first = renewed(old).figures().terms();
		assertThat(first.permits()).isEqualTo(4);
		assertThat(renewed(member("same", 4)).figures().terms()).isEqualTo(first);
		Terms second = renewed(member("new", 8)).figures().terms();
		assertThat(second.permits()).isEqualTo(8);
		assertThat(second.version()).isGreaterThan(first.version());
		assertThat(renewed(old.withTerms(first)).figures().terms()).isEqualTo(second);
		flush();
		assertThat(renewed(old.withTerms(first)).figures().terms()).isEqualTo(first);
		assertThat(renewed(old.withTerms(second)).figures().terms()).isEqualTo(second);
		assertThat(renewed(old.withTerms(first)).figures().terms()).isEqualTo(second);
	}

	@Test
	void aLowerLimitIsWorkedOffAndAHigherOneLetsIn() {
		Membership a = member("a", 3);
		List<Long> held = IntStream.range(0, 3).mapToObj((i) -> granted(a, 1)).toList();
		Terms configured = renewed(a).figures().terms();
		Membership known = a.withTerms(configured);
		assertThat(answer(store().resize(known, 1)).done()).isTrue();
		assertThat(answer(store().resize(known, 1)).done()).isFalse();
		long waiting = queued(known, 1);
		assertThat(renewed(known).figures().available()).isEqualTo(-2);
		answer(store().giveBack(known, held.get(0)));
		answer(store().giveBack(known, held.get(1)));
		assertThat(renewed(known).waiting()).containsExactly(waiting);
		Changed raised = answer(store().resize(known, 2));
		assertThat(raised.figures().terms().version()).isGreaterThan(configured.version());
		assertThat(renewed(known).held()).containsOnlyKeys(held.get(2), waiting);
		assertFigures(known, 2, 2, 0);
	}

	@Test
	void atALimitOfZeroNothingIsTooLarge() {
		Membership a = member("a", 0);
		assertThat(take(a, 5).outcome()).isEqualTo(TakeOutcome.UNAVAILABLE);
		long waiting = queued(a, 5);
		Membership known = a.withTerms(renewed(a).figures().terms());
		answer(store().resize(known, 5));
		assertThat(renewed(known).held()).containsOnlyKeys(waiting);
	}

	@Test
	void forgottenPermitsAreOutUntilTheyAreReleased() {
		Membership a = member("a", 2);
		long held = granted(a, 2);
		a = a.withTerms(renewed(a).figures().terms());
		assertThat(answer(store().forget(a, held)).done()).isTrue();
		assertThat(answer(store().forget(a, held)).done()).isFalse();
		Figures figures = renewed(a).figures();
		assertThat(figures.held()).isZero();
		assertThat(figures.terms().forgotten()).isEqualTo(2);
		long waiting = queued(a, 1);
		assertThat(answer(store().forget(a, waiting)).done()).isFalse();
		assertThat(answer(store().release(a, 3)).done()).isFalse();
		assertThat(answer(store().release(a, 1)).done()).isTrue();
		figures = renewed(a).figures();
		assertThat(figures.held()).isOne();
		assertThat(figures.terms().forgotten()).isOne();
		flush();
		assertThat(renewed(a.withTerms(figures.terms())).figures().terms().forgotten()).isOne();
	}

	@Test
	void somePermitsMayBeKeptOutAtFirst() {
		Membership gate = new Membership(this.semaphore, "a", lease(), new Terms(2, 2, 0));
		assertThat(take(gate, 1).outcome()).isEqualTo(TakeOutcome.UNAVAILABLE);
		assertThat(answer(store().release(gate, 1)).done()).isTrue();
		assertThat(take(gate, 1).outcome()).isEqualTo(TakeOutcome.GRANTED);
		assertThat(take(gate, 1).outcome()).isEqualTo(TakeOutcome.UNAVAILABLE);
	}

	@Test
	void anExclusiveHolderIsAloneWhateverTheLimitBecomes() {
		Membership a = member("a", 2);
		long held = granted(a, 1);
		long all = id();
		assertThat(answer(store().take(a, new Ask(all, 1, true, true, 10))).outcome()).isEqualTo(TakeOutcome.QUEUED);
		long behind = queued(a, 1);
		answer(store().giveBack(a, held));
		assertThat(renewed(a).held()).containsOnlyKeys(all);
		assertFigures(a, 2, 2, 1);
		Membership known = a.withTerms(renewed(a).figures().terms());
		answer(store().resize(known, 5));
		assertFigures(known, 5, 5, 1);
		answer(store().giveBack(known, all));
		assertThat(renewed(known).held()).containsOnlyKeys(behind);
		assertFigures(known, 5, 1, 0);
	}

	@Test
	void anExclusiveHolderMayForgetAllPermits() {
		Membership a = member("a", 3);
		long all = id();
		assertThat(answer(store().take(a, new Ask(all, 1, true, false, 0))).outcome()).isEqualTo(TakeOutcome.GRANTED);
		assertThat(answer(store().forget(a, all)).done()).isTrue();
		assertThat(renewed(a).figures().terms().forgotten()).isEqualTo(3);
		assertThat(renewed(a).figures().held()).isZero();
	}

	@Test
	void theReportSaysWhoHasWhat() {
		Membership a = member("a", 4);
		Membership b = member("b", 4);
		granted(a, 1);
		granted(b, 3);
		queued(a, 1);
		Report report = answer(store().report(a, 10));
		assertThat(report.instances()).containsExactly(new InstanceShare("b", 3, 0), new InstanceShare("a", 1, 1));
		assertThat(report.figures().held()).isEqualTo(4);
		assertThat(report.figures().instances()).isEqualTo(2);
		assertThat(answer(store().report(a, 1)).instances()).hasSize(1);
	}

	@Test
	void semaphoresKnowNothingOfEachOther() {
		Membership one = member("a", 1);
		Membership other = new Membership(this.semaphore + "-other", "a", lease(), new Terms(1, 0, 0));
		granted(one, 1);
		granted(other, 1);
		assertThat(renewed(one).held()).hasSize(1);
		assertThat(answer(store().leave(other)).done()).isTrue();
		assertThat(renewed(one).held()).hasSize(1);
	}

}
