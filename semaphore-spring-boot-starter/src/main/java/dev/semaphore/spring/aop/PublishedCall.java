package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;

/**
 * A call that takes permits for each subscription.
 *
 * @param invocation the call, which itself never proceeds
 * @param operation takes the permits
 * @param adapter knows the type that the body returns
 * @param returned what the body has returned already, or null if it is to run for each
 * subscription
 */
record PublishedCall(MethodInvocation invocation, PermitsOperation operation, ReactiveAdapter adapter,
		@Nullable Object returned) {

	PublishedCall detached() {
		return new PublishedCall(DetachedInvocation.of(this.invocation), this.operation, this.adapter, this.returned);
	}

	/**
	 * Whether a value is the end of the work.
	 */
	boolean endsWithValue() {
		return !this.adapter.isMultiValue();
	}

	/**
	 * Takes the permits.
	 * @param outer what the chain of the subscriber holds
	 */
	CompletableFuture<Permit> acquire(List<Object> outer) {
		List<Object> holds = ThreadHolds.current();
		if (!outer.isEmpty()) {
			holds = new ArrayList<>(holds);
			holds.addAll(outer);
		}
		return this.operation.acquireAsync(this.invocation, holds);
	}

	/**
	 * What the chain of the body holds.
	 */
	List<Object> holding(List<Object> outer, Permit permit) {
		List<Object> holds = new ArrayList<>(outer);
		this.operation.hold(holds, permit);
		return List.copyOf(holds);
	}

	/**
	 * What a thread holds while it runs operators of the body.
	 */
	List<Object> within(Permit permit) {
		List<Object> holds = new ArrayList<>(ThreadHolds.current());
		this.operation.hold(holds, permit);
		return holds;
	}

	Publisher<Object> run(Permit permit) throws Throwable {
		return publisher((this.returned != null) ? this.returned : this.operation.proceed(this.invocation, permit));
	}

	Publisher<Object> refused(PermitRejectedException refusal) throws Throwable {
		return publisher(this.operation.refused(this.invocation, refusal));
	}

	private Publisher<Object> publisher(@Nullable Object returned) {
		if (returned == null) {
			throw new IllegalStateException(this.operation.method() + " returned null instead of a publisher");
		}
		return this.adapter.toPublisher(returned);
	}

}
