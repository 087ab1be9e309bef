package dev.semaphore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import dev.semaphore.store.Changed;
import dev.semaphore.store.Figures;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.InstanceShare;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * That this instance takes part: it renews, and listens to what the store says of its own
 * accord.
 */
final class SharedMembership implements GrantListener {

	private static final Subscription COMING = () -> {
	};

	private final StoreCalls calls;

	private final String semaphore;

	private final String instance;

	private final LeaseKeeper keeper;

	private final LeaseBook book;

	private final AtomicReference<@Nullable Subscription> hints = new AtomicReference<>();

	SharedMembership(StoreCalls calls, String semaphore, String instance, LeaseKeeper keeper, LeaseBook book) {
		this.calls = calls;
		this.semaphore = semaphore;
		this.instance = instance;
		this.keeper = keeper;
		this.book = book;
	}

	void join() {
		if (this.hints.compareAndSet(null, COMING)) {
			this.hints.set(this.calls.store().subscribe(this.semaphore, this.instance, this));
			this.keeper.start();
		}
	}

	CompletionStage<?> leave() {
		Subscription hints = this.hints.getAndSet(null);
		if (hints == null) {
			return CompletableFuture.completedFuture(null);
		}
		this.keeper.stop();
		hints.close();
		return this.calls.call((member) -> this.calls.store().leave(member), Changed::figures)
			.handle((changed, ex) -> changed);
	}

	/** Ends what another instance has. */
	CompletionStage<Boolean> endLease(String other) {
		if (other.equals(this.instance)) {
			throw new IllegalArgumentException("'" + other + "' is this instance of semaphore '" + this.semaphore
					+ "': its lease is ended by others; here give back what its holders hold, one by one");
		}
		return this.calls.call((member) -> endLease(member, other), Changed::figures).thenApply(Changed::done);
	}

	/*
	 * What is called in the name of another renews nothing of this instance: both calls
	 * are as old as the first. And only who is there is named to the store.
	 */
	private CompletionStage<Changed> endLease(Membership member, String other) {
		PermitStore store = this.calls.store();
		return store.report(member, Integer.MAX_VALUE).thenCompose((report) -> {
			Figures figures = report.figures();
			return report.instances().stream().map(InstanceShare::instance).anyMatch(other::equals)
					? store.leave(new Membership(this.semaphore, other, member.lease(), figures.terms()))
					: CompletableFuture.completedFuture(new Changed(false, figures));
		});
	}

	@Override
	public void granted(long id, long token) {
		this.calls.answering(() -> this.book.granted(id, token));
	}

	@Override
	public void lookAgain() {
		this.calls.answering(this.keeper::lookAgain);
	}

}
