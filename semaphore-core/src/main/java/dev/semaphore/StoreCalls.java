package dev.semaphore;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.semaphore.store.Figures;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store on behalf of one semaphore, bounds how long that takes, and learns from
 * every answer: the numbers, the limit, until when the lease lasts, whether the store is
 * there at all.
 */
final class StoreCalls {

	/** So many times as long as others may take the first call, which has to connect. */
	private static final int FIRST_CONTACT = 5;

	private final PermitStore store;

	private final TimeSource time;

	private final long leaseNanos;

	private final long timeoutNanos;

	/**
	 * In the order in which they were sent, which is that of their time-outs but at
	 * first.
	 */
	private final Queue<StoreCall> pending = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean watching = new AtomicBoolean();

	private final ThreadLocal<@Nullable Boolean> answering = new ThreadLocal<>();

	private final AtomicBoolean down = new AtomicBoolean();

	private final AtomicReference<Membership> member;

	private volatile Figures figures;

	/** When a call that was answered last was sent. */
	private volatile long lastContact;

	private volatile boolean contacted;

	private volatile StoreCallsListener listener = StoreCallsListener.NONE;

	StoreCalls(PermitStore store, TimeSource time, Membership member, Duration timeout) {
		this.store = store;
		this.time = time;
		this.member = new AtomicReference<>(member);
		this.leaseNanos = member.lease().toNanos();
		this.timeoutNanos = timeout.toNanos();
		this.figures = new Figures(member.terms(), 0, 0, 1);
		this.lastContact = time.nanoTime();
	}

	void listener(StoreCallsListener listener) {
		this.listener = listener;
		if (this.store instanceof BlockStore blocks) {
			blocks.lapses(() -> answering(listener::onLapse), () -> answering(listener::onRegained));
		}
	}

	PermitStore store() {
		return this.store;
	}

	Figures figures() {
		return this.figures;
	}

	boolean isDown() {
		return this.down.get();
	}

	BackendState state() {
		return this.down.get() ? BackendState.DOWN : BackendState.UP;
	}

	/** How long ago the numbers were true; for ever if they never were. */
	Duration age() {
		return this.contacted ? Duration.ofNanos(Math.max(this.time.nanoTime() - this.lastContact, 0))
				: Duration.ofNanos(Long.MAX_VALUE);
	}

	/**
	 * How long the lease of all that is held lasts for certain; 0 or less if it may have
	 * ended.
	 */
	long leftNanos() {
		// what was answered in the process renews nothing
		return (this.store instanceof BlockStore blocks) ? blocks.leftNanos()
				: this.lastContact + this.leaseNanos - this.time.nanoTime();
	}

	/** Makes a call whose answer carries figures. */
	<T> void call(Function<Membership, CompletionStage<T>> call, Function<T, Figures> figures, Consumer<T> answer,
			Consumer<Throwable> failure) {
		long now = this.time.nanoTime();
		long patience = this.contacted ? this.timeoutNanos : this.timeoutNanos * FIRST_CONTACT;
		StoreCall pending = new StoreCall(now, now + patience, (ex) -> {
			down(ex);
			failure.accept(ex);
		});
		send(call).whenComplete((value, ex) -> answering(() -> {
			if (ex != null) {
				pending.fail(ex);
			}
			else if (pending.settle()) {
				learn(pending.sentAt, figures.apply(value));
				answer.accept(value);
			}
		}));
		watch(pending);
	}

	/** Whether this thread brings an answer, and must not wait for another. */
	boolean isAnswering() {
		return this.answering.get() != null;
	}

	/** Makes a call, for those who wait for its answer. */
	<T> CompletableFuture<T> call(Function<Membership, CompletionStage<T>> call, Function<T, Figures> figures) {
		CompletableFuture<T> result = new CompletableFuture<>();
		call(call, figures, result::complete, result::completeExceptionally);
		return result;
	}

	/** The store answers again. */
	void up() {
		if (this.down.compareAndSet(true, false)) {
			this.listener.onState(BackendState.UP, null);
		}
	}

	private <T> CompletionStage<T> send(Function<Membership, CompletionStage<T>> call) {
		try {
			return call.apply(this.member.get());
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Runs what an answer or a hint brings about. */
	void answering(Runnable answer) {
		Boolean before = this.answering.get();
		this.answering.set(Boolean.TRUE);
		try {
			answer.run();
		}
		finally {
			if (before == null) {
				this.answering.remove();
			}
		}
	}

	private void down(Throwable ex) {
		if (this.down.compareAndSet(false, true)) {
			this.listener.onState(BackendState.DOWN, ex);
		}
	}

	private void learn(long sentAt, Figures figures) {
		boolean lapsed = this.contacted && leftNanos() <= 0;
		if (lapsed) {
			this.listener.onLapse();
		}
		note(sentAt, figures);
		if (lapsed && leftNanos() > 0) {
			this.listener.onRegained();
		}
	}

	private void note(long sentAt, Figures figures) {
		if (!this.contacted || sentAt - this.lastContact > 0) {
			this.lastContact = sentAt;
			this.contacted = true;
		}
		Terms latest = figures.terms();
		Membership before = this.member
			.getAndUpdate((member) -> isNewer(member, latest) ? member.withTerms(latest) : member);
		if (isNewer(before, latest)) {
			this.figures = figures;
			this.listener.onTerms(before.terms(), latest);
		}
		else if (latest.version() == before.terms().version()) {
			this.figures = figures;
		}
	}

	private static boolean isNewer(Membership member, Terms latest) {
		return latest.version() > member.terms().version();
	}

	private void watch(StoreCall call) {
		StoreCall first = this.pending.peek();
		while (first != null && first.isSettled()) {
			this.pending.remove(first);
			first = this.pending.peek();
		}
		if (!call.isSettled()) {
			this.pending.add(call);
			if (this.watching.compareAndSet(false, true)) {
				expireIn(Math.max(call.dueAt - this.time.nanoTime(), 1));
			}
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // it does not fail, and is not
													// cancelled
	private void expireIn(long nanos) {
		this.time.schedule(this::expire, Duration.ofNanos(nanos));
	}

	private void expire() {
		long now = this.time.nanoTime();
		StoreCall first = this.pending.peek();
		while (first != null && (first.isSettled() || now - first.dueAt >= 0)) {
			this.pending.remove(first);
			first.fail(new TimeoutException("no answer within " + Duration.ofNanos(first.dueAt - first.sentAt)));
			first = this.pending.peek();
		}
		this.watching.set(false);
		// one that came meanwhile saw that somebody watches
		first = this.pending.peek();
		if (first != null && this.watching.compareAndSet(false, true)) {
			long left = first.dueAt - now;
			expireIn(Math.max(left, 1));
		}
	}

}
