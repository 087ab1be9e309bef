package dev.semaphore.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of the {@link PermitStoreContract} is about instances that leave, or are made to.
 */
abstract class LeavingContract extends StoreFixture {

	@Test
	void oneThatLeavesGivesBackEverythingAtOnce() {
		Membership a = member("a", 2);
		Membership b = member("b", 2);
		granted(a, 2);
		long first = queued(b, 1);
		queued(a, 1);
		long last = queued(b, 1);
		answer(store().leave(a));
		assertThat(renewed(b).held()).containsOnlyKeys(first, last);
		assertThat(renewed(b).figures().instances()).isOne();
	}

	@Test
	void theLeaseOfOneThatHangsIsEndedByAnotherAndItComesBackWithNothing() {
		Membership hung = lasting("hung", 3);
		Membership other = lasting("other", 3);
		long kept = granted(other, 1);
		Taken lost = take(hung, 2);
		Grant grant = new Grant(renewed(hung).held().keySet().iterator().next(), 2, false, lost.token());
		queued(hung, 2);
		long waiting = queued(other, 2);
		assertThat(answer(store().leave(inTheNameOf("hung", other))).done()).isTrue();
		assertThat(renewed(other).held()).containsOnlyKeys(kept, waiting);
		assertThat(answer(store().report(other, 10)).instances()).containsExactly(new InstanceShare("other", 3, 0));
		assertThat(answer(store().giveBack(hung, grant.id())).done()).isFalse();
		assertThat(answer(store().restore(hung, List.of(grant))).held()).isEmpty();
		assertFigures(other, 3, 3, 0);
		answer(store().giveBack(other, waiting));
		assertThat(answer(store().restore(hung, List.of(grant))).held())
			.containsExactly(Map.entry(grant.id(), lost.token()));
		assertThat(renewed(hung).waiting()).isEmpty();
		assertThat(renewed(other).held()).containsOnlyKeys(kept);
		assertFigures(other, 3, 3, 0);
	}

	@Test
	void ofAnUnknownInstanceThatLeavesNothingStays() {
		Membership a = lasting("a", 2);
		granted(a, 1);
		answer(store().leave(inTheNameOf("nobody", a)));
		Report report = answer(store().report(a, 10));
		assertThat(report.instances()).containsExactly(new InstanceShare("a", 1, 0));
		assertThat(report.figures().instances()).isOne();
		assertFigures(a, 2, 1, 0);
	}

	/** One whose lease does not end while a test runs. */
	private Membership lasting(String instance, int permits) {
		return new Membership(this.semaphore, instance, Duration.ofMinutes(5), new Terms(permits, 0, 0));
	}

	/** Calls as another process would, by its own lease and the terms that are stored. */
	private Membership inTheNameOf(String instance, Membership caller) {
		Terms stored = renewed(caller).figures().terms();
		return new Membership(caller.semaphore(), instance, caller.lease().multipliedBy(2), stored);
	}

}
