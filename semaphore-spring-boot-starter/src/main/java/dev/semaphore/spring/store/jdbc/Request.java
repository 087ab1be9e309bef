package dev.semaphore.spring.store.jdbc;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.semaphore.store.Membership;
import org.jspecify.annotations.Nullable;

/**
 * A call to the store, to be carried out in a transaction, perhaps together with others.
 *
 * @param <T> what it is answered with
 */
final class Request<T> {

	final Membership member;

	/** The claims that it names. */
	final Set<Long> ids;

	private final Function<Visit, Supplier<T>> operation;

	private final Consumer<T> answered;

	private final long madeAt = System.nanoTime();

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private @Nullable T answer;

	Request(Membership member, Set<Long> ids, Function<Visit, Supplier<T>> operation, Consumer<T> answered) {
		this.member = member;
		this.ids = ids;
		this.operation = operation;
		this.answered = answered;
	}

	CompletionStage<T> stage() {
		return this.future.minimalCompletionStage();
	}

	boolean isOlderThan(long nanos) {
		return System.nanoTime() - this.madeAt > nanos;
	}

	/** May be repeated, if what it has done was rolled back. */
	void carryOut(Visit visit) {
		this.answer = visit.call(this.member, this.operation);
	}

	void complete() {
		T answer = Objects.requireNonNull(this.answer, "carried out");
		this.answered.accept(answer);
		this.future.complete(answer);
	}

	void fail(Throwable ex) {
		this.future.completeExceptionally(ex);
	}

	long ageMillis() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.madeAt);
	}

}
