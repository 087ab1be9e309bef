package dev.semaphore.spring.aop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * A subscription that may be used before there is one: what is requested meanwhile is
 * requested later.
 */
final class DeferredSubscription implements Subscription {

	private static final Subscription CANCELLED = new DeferredSubscription();

	private final AtomicReference<@Nullable Subscription> actual = new AtomicReference<>();

	private final AtomicLong requested = new AtomicLong();

	/**
	 * Sets what to use from now on; cancels it if this has been cancelled.
	 */
	void set(Subscription subscription) {
		if (this.actual.compareAndSet(null, subscription)) {
			drain(subscription);
		}
		else {
			subscription.cancel();
		}
	}

	boolean isCancelled() {
		return this.actual.get() == CANCELLED;
	}

	@Override
	public void request(long n) {
		Subscription subscription = this.actual.get();
		if (subscription != null) {
			subscription.request(n);
			return;
		}
		if (n <= 0) {
			// For the subscription to object to, which there is not yet.
			this.requested.set(Long.MIN_VALUE);
		}
		else {
			this.requested.accumulateAndGet(n, DeferredSubscription::add);
		}
		subscription = this.actual.get();
		if (subscription != null) {
			drain(subscription);
		}
	}

	@Override
	public void cancel() {
		Subscription subscription = this.actual.getAndSet(CANCELLED);
		if (subscription != null && subscription != CANCELLED) {
			subscription.cancel();
		}
	}

	private void drain(Subscription subscription) {
		long pending = this.requested.getAndSet(0);
		if (pending != 0) {
			subscription.request(pending);
		}
	}

	private static long add(long pending, long n) {
		if (pending < 0) {
			return pending;
		}
		long sum = pending + n;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

}
