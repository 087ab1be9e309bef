package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;

/**
 * Reactive types: each subscription takes permits of its own, without holding a thread
 * while it waits, and runs the body then; they go back at the end or the cancellation of
 * what the body returned. For types with at most one value, the value is the end. Without
 * a subscription nothing is taken, and no body runs.
 */
class ReactiveReturnStyle implements ReturnStyle {

	private final ReactiveAdapter adapter;

	ReactiveReturnStyle(ReactiveAdapter adapter) {
		this.adapter = adapter;
	}

	@Override
	public final Object invoke(MethodInvocation invocation, PermitsOperation operation) {
		return adapt(new GuardedPublisher(
				new PublishedCall(DetachedInvocation.of(invocation), operation, this.adapter, null)));
	}

	/** The type that the caller expects. */
	Object adapt(Publisher<Object> publisher) {
		return this.adapter.fromPublisher(publisher);
	}

}
