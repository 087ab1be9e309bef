package dev.semaphore.spring.store.jdbc;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.semaphore.store.Membership;
import dev.semaphore.store.QueuedCall;

/**
 * A call to the store, to be carried out in a transaction, perhaps together with others.
 *
 * @param <T> what it is answered with
 */
final class Request<T> extends QueuedCall<Visit, T> {

	/** The claims that it names. */
	final Set<Long> ids;

	private final Consumer<T> answered;

	Request(Membership member, Set<Long> ids, Function<Visit, Supplier<T>> operation, Consumer<T> answered) {
		super(member, (visit) -> visit.call(member, operation));
		this.ids = ids;
		this.answered = answered;
	}

	@Override
	protected void answered(T answer) {
		this.answered.accept(answer);
	}

}
