package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One subscription to a guarded body: takes the permits, runs the body, subscribes to
 * what it returns, and gives the permits back before the end is told to anybody.
 */
class GuardedSubscription implements Subscriber<Object>, Subscription {

	/*
	 * A cancellation may come at any moment and on any thread. Three pairs of a write and
	 * a read see to it that no permit outlives it, each side writing before it reads:
	 *
	 * cancel: source = cancelled, then reads acquired | start: acquired = …, reads source
	 * cancel: source = cancelled, then reads permit | settled: permit = …, reads source
	 * cancel: source = cancelled, then reads running | run: running = false, reads source
	 *
	 * The last one is why the permit of a body that runs right now stays out until the
	 * body has returned: it is at work, cancelled or not.
	 */

	private final Subscriber<? super Object> subscriber;

	private final PublishedCall call;

	private final DeferredSubscription source = new DeferredSubscription();

	private volatile @Nullable CompletableFuture<Permit> acquired;

	private volatile @Nullable Permit permit;

	private volatile boolean running;

	private volatile boolean emitting;

	GuardedSubscription(Subscriber<? super Object> subscriber, PublishedCall call) {
		this.subscriber = subscriber;
		this.call = call;
	}

	/** What the thread on which the work resumes has to know. */
	CallerContext capture() {
		return CallerContext.capture(null);
	}

	/** What the chain holds that subscribes. */
	List<Object> outer() {
		return List.of();
	}

	/** The body is about to be subscribed to, and its chain will hold the permit. */
	void holding(Permit permit) {
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	final void start() {
		this.subscriber.onSubscribe(this);
		if (this.source.isCancelled()) {
			return;
		}
		CompletableFuture<Permit> acquired;
		try {
			acquired = this.call.acquire(outer());
		}
		catch (Throwable ex) {
			this.subscriber.onError(ex);
			return;
		}
		this.acquired = acquired;
		if (acquired.isDone()) {
			acquired.whenComplete(this::settled);
		}
		else {
			CallerContext context = capture();
			acquired.whenComplete((permit, failure) -> context.run(() -> settled(permit, failure), (ex) -> {
				this.permit = permit;
				onError(ex);
			}));
		}
		if (this.source.isCancelled()) {
			acquired.cancel(false);
		}
	}

	private void settled(@Nullable Permit permit, @Nullable Throwable failure) {
		this.permit = permit;
		try {
			if (permit != null) {
				run(permit);
			}
			else if (!this.source.isCancelled()) {
				refuse(Taking.reason(failure));
			}
		}
		catch (Throwable ex) {
			onError(ex);
		}
	}

	private void run(Permit permit) throws Throwable {
		Publisher<Object> body = null;
		this.running = true;
		try {
			if (!this.source.isCancelled()) {
				body = this.call.run(permit);
			}
		}
		finally {
			this.running = false;
			if (this.source.isCancelled()) {
				giveBack();
			}
		}
		if (body != null && !this.source.isCancelled()) {
			holding(permit);
			Publisher<Object> source = body;
			BodyScope.run(this, this.call.within(permit), () -> source.subscribe(this));
		}
	}

	private void refuse(@Nullable Throwable failure) throws Throwable {
		if (!(failure instanceof PermitRejectedException refusal)) {
			throw (failure != null) ? failure : new CancellationException("No permit and no refusal");
		}
		this.call.refused(refusal).subscribe(this);
	}

	private void giveBack() {
		this.emitting = false;
		Permit permit = this.permit;
		if (permit != null) {
			permit.close();
		}
	}

	@Override
	public final void request(long n) {
		Permit permit = this.permit;
		if (permit != null && this.emitting) {
			BodyScope.run(this, this.call.within(permit), () -> this.source.request(n));
		}
		else {
			this.source.request(n);
		}
	}

	@Override
	public final void cancel() {
		try {
			this.source.cancel();
		}
		finally {
			CompletableFuture<Permit> acquired = this.acquired;
			if (acquired != null) {
				acquired.cancel(false);
			}
			if (!this.running) {
				giveBack();
			}
		}
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		this.emitting = true;
		this.source.set(subscription);
	}

	@Override
	public final void onNext(Object value) {
		boolean last = this.call.endsWithValue();
		if (last) {
			giveBack();
		}
		BodyScope.follow(this, last, () -> this.subscriber.onNext(value));
	}

	@Override
	public final void onError(Throwable failure) {
		giveBack();
		BodyScope.follow(this, true, () -> this.subscriber.onError(failure));
	}

	@Override
	public final void onComplete() {
		giveBack();
		BodyScope.follow(this, true, this.subscriber::onComplete);
	}

}
