package dev.semaphore.store;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store under test, a semaphore in it, and how its answers are read.
 */
abstract class StoreFixture {

	final String semaphore = "contract-" + UUID.randomUUID();

	private long ids;

	/**
	 * The store under test, the same for one test.
	 * @return the store
	 */
	protected abstract PermitStore store();

	/**
	 * Returns when so much time has passed for the store.
	 * @param duration how much
	 */
	protected abstract void elapse(Duration duration);

	/** Has the store forget everything, as if it was flushed. */
	protected abstract void flush();

	/**
	 * The lease the tests use: short where {@link #elapse} takes real time.
	 * @return the lease
	 */
	protected Duration lease() {
		return Duration.ofSeconds(1);
	}

	/**
	 * The answer of a call.
	 * @param <T> the type of the answer
	 * @param stage the call's stage
	 * @return the answer
	 */
	protected static <T> T answer(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	Membership member(String instance, int permits) {
		return new Membership(this.semaphore, instance, lease(), new Terms(permits, 0, 0));
	}

	long id() {
		return ++this.ids;
	}

	Taken take(Membership member, int weight) {
		return answer(store().take(member, new Ask(id(), weight, false, false, 0)));
	}

	long granted(Membership member, int weight) {
		assertThat(take(member, weight).outcome()).isEqualTo(TakeOutcome.GRANTED);
		return this.ids;
	}

	long queued(Membership member, int weight) {
		Ask ask = new Ask(id(), weight, false, true, 10_000);
		assertThat(answer(store().take(member, ask)).outcome()).isEqualTo(TakeOutcome.QUEUED);
		return ask.id();
	}

	Renewed renewed(Membership member) {
		return answer(store().renew(member));
	}

	void assertFigures(Membership member, int permits, int held, int queueLength) {
		Figures figures = renewed(member).figures();
		assertThat(Set.of(figures.terms().permits() + " permits", figures.held() + " held",
				figures.queueLength() + " queued"))
			.isEqualTo(Set.of(permits + " permits", held + " held", queueLength + " queued"));
	}

	static GrantListener hints(Map<Long, Long> hints) {
		return new GrantListener() {

			@Override
			public void granted(long id, long token) {
				hints.put(id, token);
			}

			@Override
			public void lookAgain() {
			}

		};
	}

}
