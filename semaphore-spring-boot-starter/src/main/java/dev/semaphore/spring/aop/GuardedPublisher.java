package dev.semaphore.spring.aop;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

import org.springframework.util.ClassUtils;

/**
 * Publishes what a body publishes, for each subscription under a permit of its own.
 *
 * @param call runs the body
 */
record GuardedPublisher(PublishedCall call) implements Publisher<Object> {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.CoreSubscriber",
			GuardedPublisher.class.getClassLoader());

	@Override
	public void subscribe(Subscriber<? super Object> subscriber) {
		PublishedCall own = this.call.detached();
		GuardedSubscription subscription = REACTOR ? ReactorSubscription.of(subscriber, own)
				: new GuardedSubscription(subscriber, own);
		subscription.start();
	}

}
