package dev.semaphore.spring.store.etcd;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.semaphore.store.Membership;
import org.jspecify.annotations.Nullable;

/**
 * A call to the store, to be carried out in a transaction, perhaps together with others.
 *
 * @param <T> what it is answered with
 */
final class EtcdRequest<T> {

	final Membership member;

	private final Function<EtcdVisit, Supplier<T>> operation;

	private final long madeAt = System.nanoTime();

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private @Nullable T answer;

	EtcdRequest(Membership member, Function<EtcdVisit, Supplier<T>> operation) {
		this.member = member;
		this.operation = operation;
	}

	CompletionStage<T> stage() {
		return this.future.minimalCompletionStage();
	}

	boolean isOlderThan(long nanos) {
		return System.nanoTime() - this.madeAt > nanos;
	}

	/** May be repeated, if what it has done did not come true. */
	void carryOut(EtcdVisit visit) {
		this.answer = visit.call(this.member, this.operation);
	}

	void complete() {
		this.future.complete(Objects.requireNonNull(this.answer, "carried out"));
	}

	void fail(Throwable ex) {
		this.future.completeExceptionally(ex);
	}

}
