package dev.semaphore.spring.aop;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Never has a value, and fails when it is cancelled: by an error signal, or by throwing.
 */
final class FailsWhenCancelled extends Mono<String> implements Subscription {

	private final boolean throwing;

	private CoreSubscriber<? super String> subscriber = Operators.toCoreSubscriber(Operators.emptySubscriber());

	FailsWhenCancelled(boolean throwing) {
		this.throwing = throwing;
	}

	@Override
	public void subscribe(CoreSubscriber<? super String> subscriber) {
		this.subscriber = subscriber;
		subscriber.onSubscribe(this);
	}

	@Override
	public void request(long n) {
	}

	@Override
	public void cancel() {
		IllegalStateException failure = new IllegalStateException("while being cancelled");
		if (this.throwing) {
			throw failure;
		}
		this.subscriber.onError(failure);
	}

}
