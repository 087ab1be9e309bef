package dev.semaphore.spring.aop;

import dev.semaphore.Permit;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Reactive types that were returned within something else, or under a declared type which
 * does not say so. The body has run; what it returned is work to be done for each
 * subscription, each of which takes permits of its own: nobody would tell that there will
 * be none.
 */
final class PublisherHold implements Hold<Object> {

	@Override
	public Class<Object> type() {
		return Object.class;
	}

	@Override
	public boolean fits(Class<?> declared) {
		return false;
	}

	@Override
	public Object hold(Object value, Permit permit, ReturnedCall call) {
		permit.close();
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(value.getClass());
		if (adapter == null) {
			return value;
		}
		PublishedCall published = new PublishedCall(call.invocation(), call.operation(), adapter, value);
		return ReactiveReturnStyles.of(adapter).adapt(new GuardedPublisher(published));
	}

}
