package dev.semaphore.spring.aop;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;

/**
 * {@link Mono}, also in the name of a suspending function. Unlike the adapter's own way
 * this one does not cancel what the body returned when the value has come.
 */
final class MonoReturnStyle extends ReactiveReturnStyle {

	MonoReturnStyle(ReactiveAdapter adapter) {
		super(adapter);
	}

	@Override
	Object adapt(Publisher<Object> publisher) {
		return Mono.fromDirect(publisher);
	}

}
