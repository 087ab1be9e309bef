package dev.semaphore.store;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * A store with faults to be switched on and off: calls that fail or get no answer, before
 * or after they were carried out, and hints that get lost.
 */
public final class FaultyPermitStore implements PermitStore {

	private final PermitStore store;

	private volatile Fault fault = Fault.NONE;

	private volatile boolean hintsLost;

	private volatile boolean hintsLate;

	private final Queue<Runnable> lateHints = new ConcurrentLinkedQueue<>();

	private final Queue<Runnable> lateAnswers = new ConcurrentLinkedQueue<>();

	private volatile boolean confirming;

	private volatile int calls;

	/**
	 * Creates a store without a fault so far.
	 * @param store the store that works
	 */
	public FaultyPermitStore(PermitStore store) {
		this.store = store;
	}

	/** What happens to calls. */
	public enum Fault {

		/** Nothing. */
		NONE,

		/** They are not carried out, and fail. */
		REFUSED,

		/** They are not carried out, and not answered. */
		SILENT,

		/** They are carried out, but fail. */
		ANSWER_LOST,

		/** Grants are carried out, but not vouched for. */
		UNCERTAIN,

		/** All are carried out but restoring, which is not answered. */
		NOT_RESTORED,

		/** They are carried out, and answered when the test says so. */
		LATE

	}

	/**
	 * Has all calls from now on go wrong.
	 * @param fault how
	 */
	public void fault(Fault fault) {
		this.fault = fault;
	}

	/**
	 * Loses hints from now on, or no more.
	 * @param lost whether they are lost
	 */
	public void loseHints(boolean lost) {
		this.hintsLost = lost;
	}

	/**
	 * Keeps hints of grants back from now on; or delivers them.
	 * @param late whether they are kept back
	 */
	public void delayHints(boolean late) {
		this.hintsLate = late;
		for (Runnable hint = late ? null : this.lateHints.poll(); hint != null; hint = this.lateHints.poll()) {
			hint.run();
		}
	}

	/** Delivers the answers that were kept back. */
	public void answerLate() {
		for (Runnable answer = this.lateAnswers.poll(); answer != null; answer = this.lateAnswers.poll()) {
			answer.run();
		}
	}

	/**
	 * Has grants of claims that waited confirmed.
	 * @param confirming whether to
	 */
	public void confirm(boolean confirming) {
		this.confirming = confirming;
	}

	/**
	 * How often the store was called.
	 * @return the number
	 */
	public int calls() {
		return this.calls;
	}

	@Override
	public String kind() {
		return this.store.kind();
	}

	@Override
	public boolean confirmsGrants() {
		return this.confirming;
	}

	@Override
	public Subscription subscribe(String semaphore, String instance, GrantListener listener) {
		return this.store.subscribe(semaphore, instance, new GrantListener() {

			@Override
			public void granted(long id, long token) {
				if (FaultyPermitStore.this.hintsLate) {
					FaultyPermitStore.this.lateHints.add(() -> listener.granted(id, token));
				}
				else if (!FaultyPermitStore.this.hintsLost) {
					listener.granted(id, token);
				}
			}

			@Override
			public void lookAgain() {
				if (!FaultyPermitStore.this.hintsLost) {
					listener.lookAgain();
				}
			}

		});
	}

	@Override
	public CompletionStage<Taken> take(Membership member, Ask ask) {
		CompletionStage<Taken> taken = call(() -> this.store.take(member, ask));
		return (this.fault != Fault.UNCERTAIN) ? taken
				: taken.thenApply((answer) -> (answer.outcome() != TakeOutcome.GRANTED) ? answer
						: new Taken(TakeOutcome.UNCERTAIN, 0, answer.figures()));
	}

	@Override
	public CompletionStage<Changed> giveBack(Membership member, long id) {
		return call(() -> this.store.giveBack(member, id));
	}

	@Override
	public CompletionStage<Changed> forget(Membership member, long id) {
		return call(() -> this.store.forget(member, id));
	}

	@Override
	public CompletionStage<Changed> release(Membership member, int permits) {
		return call(() -> this.store.release(member, permits));
	}

	@Override
	public CompletionStage<Changed> resize(Membership member, int permits) {
		return call(() -> this.store.resize(member, permits));
	}

	@Override
	public CompletionStage<Renewed> renew(Membership member) {
		return call(() -> this.store.renew(member));
	}

	@Override
	public CompletionStage<Renewed> restore(Membership member, List<Grant> grants) {
		return (this.fault == Fault.NOT_RESTORED) ? new CompletableFuture<>()
				: call(() -> this.store.restore(member, grants));
	}

	@Override
	public CompletionStage<Report> report(Membership member, int limit) {
		return call(() -> this.store.report(member, limit));
	}

	@Override
	public CompletionStage<Changed> leave(Membership member) {
		return call(() -> this.store.leave(member));
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // a test counts the calls of one thread
	private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> call) {
		this.calls++;
		return switch (this.fault) {
			case NONE, UNCERTAIN, NOT_RESTORED -> call.get();
			case LATE -> late(call.get());
			case REFUSED -> CompletableFuture.failedFuture(new IOException("connection refused"));
			case SILENT -> new CompletableFuture<>();
			case ANSWER_LOST ->
				call.get().thenCompose((answer) -> CompletableFuture.failedFuture(new IOException("connection reset")));
		};
	}

	private <T> CompletionStage<T> late(CompletionStage<T> answer) {
		CompletableFuture<Void> due = new CompletableFuture<>();
		this.lateAnswers.add(() -> due.complete(null));
		return due.thenCombine(answer, (nothing, value) -> value);
	}

}
