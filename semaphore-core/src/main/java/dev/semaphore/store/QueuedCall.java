package dev.semaphore.store;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A call to a store that waits in a {@link CallQueue}, to be carried out perhaps together
 * with others. Carried out and completed by one thread at a time.
 *
 * @param <V> what it is carried out on, such as a transaction
 * @param <T> what it is answered with, never null
 */
public class QueuedCall<V, T> {

	private final Membership member;

	private final Function<V, T> operation;

	private final long madeAt = System.nanoTime();

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private @Nullable T answer;

	/**
	 * Creates a call.
	 * @param member who calls
	 * @param operation what is to be done; its answer is given once that has come true
	 */
	public QueuedCall(Membership member, Function<V, T> operation) {
		this.member = member;
		this.operation = operation;
	}

	/**
	 * Who calls.
	 * @return the member
	 */
	public final Membership member() {
		return this.member;
	}

	/**
	 * What the caller gets.
	 * @return completes with the answer, or with why there is none
	 */
	public final CompletionStage<T> stage() {
		return this.future.minimalCompletionStage();
	}

	/**
	 * Whether its caller has given it up by now.
	 * @param timeout how long callers wait
	 * @return whether it was made longer ago
	 */
	public final boolean isOlderThan(Duration timeout) {
		return ageNanos() > timeout.toNanos();
	}

	/**
	 * Carries it out. May be repeated, if what it has done did not come true.
	 * @param visit what it is carried out on
	 */
	public final void carryOut(V visit) {
		this.answer = this.operation.apply(visit);
	}

	/**
	 * What it has done has come true: its caller gets the answer.
	 */
	public final void complete() {
		T answer = Objects.requireNonNull(this.answer, "carried out");
		answered(answer);
		this.future.complete(answer);
	}

	/**
	 * Its caller gets a failure, unless it has the answer.
	 * @param ex why there is none
	 */
	public final void fail(Throwable ex) {
		this.future.completeExceptionally(ex);
	}

	/**
	 * Called with the answer before the caller gets it. Does nothing.
	 * @param answer the answer
	 */
	protected void answered(T answer) {
	}

	final long ageMillis() {
		return TimeUnit.NANOSECONDS.toMillis(ageNanos());
	}

	private long ageNanos() {
		return System.nanoTime() - this.madeAt;
	}

}
