package dev.semaphore.spring.aop;

import java.util.List;

import dev.semaphore.Permit;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * A subscription by a subscriber of Reactor, whose context it hands on to the body.
 */
final class ReactorSubscription extends GuardedSubscription implements CoreSubscriber<Object> {

	/** Under this key the context tells nested subscriptions what their chain holds. */
	private static final Object HOLDS = ThreadHolds.class;

	private final PublishedCall call;

	private Context context;

	private ReactorSubscription(CoreSubscriber<? super Object> subscriber, PublishedCall call) {
		super(subscriber, call);
		this.call = call;
		this.context = subscriber.currentContext();
	}

	static GuardedSubscription of(Subscriber<? super Object> subscriber, PublishedCall call) {
		return (subscriber instanceof CoreSubscriber<? super Object> core) ? new ReactorSubscription(core, call)
				: new GuardedSubscription(subscriber, call);
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	List<Object> outer() {
		return this.context.hasKey(HOLDS) ? this.context.get(HOLDS) : List.of();
	}

	@Override
	void holding(Permit permit) {
		this.context = this.context.put(HOLDS, this.call.holding(outer(), permit));
	}

	@Override
	CallerContext capture() {
		return CallerContext.capture(this.context);
	}

}
