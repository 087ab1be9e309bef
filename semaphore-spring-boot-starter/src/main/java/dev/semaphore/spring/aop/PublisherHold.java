package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Reactive types that were returned within something else, or under a declared type which
 * does not say so. The body has run; what it returned is work to be done for each
 * subscription, each of which takes permits of its own: nobody would tell that there will
 * be none.
 */
final class PublisherHold implements Hold {

	@Override
	public boolean fits(Class<?> declared) {
		return false;
	}

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		permit.close();
		ReactiveAdapter adapter = (value != null)
				? ReactiveAdapterRegistry.getSharedInstance().getAdapter(value.getClass()) : null;
		if (value == null || adapter == null) {
			return value;
		}
		PublishedCall published = new PublishedCall(call.invocation(), call.operation(), adapter, value);
		return ReactiveReturnStyles.of(adapter).adapt(new GuardedPublisher(published));
	}

}
