package dev.semaphore.spring.aop;

import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * A subscription by a subscriber of Reactor, whose context it hands on to the body.
 */
final class ReactorSubscription extends GuardedSubscription implements CoreSubscriber<Object> {

	private final Context context;

	private ReactorSubscription(CoreSubscriber<? super Object> subscriber, PublishedCall call) {
		super(subscriber, call);
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
	CallerContext capture() {
		return CallerContext.capture(this.context);
	}

}
