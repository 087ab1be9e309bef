package dev.semaphore.spring.store.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.semaphore.store.Ask;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.Subscription;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Taken;
import dev.semaphore.store.Terms;

/**
 * An instance that takes permits of one semaphore, and relies on hints while it waits.
 */
final class StoreClient implements AutoCloseable, GrantListener {

	private final PermitStore store;

	private final Membership member;

	private final AtomicLong ids = new AtomicLong();

	private final Map<Long, CompletableFuture<Long>> grants = new ConcurrentHashMap<>();

	private final Subscription subscription;

	StoreClient(PermitStore store, String semaphore, String instance, int permits) {
		this.store = store;
		this.member = new Membership(semaphore, instance, Duration.ofSeconds(30), new Terms(permits, 0, 0));
		this.subscription = store.subscribe(semaphore, instance, this);
	}

	Membership member() {
		return this.member;
	}

	/** Takes a permit, however long it takes. */
	Held acquire() throws Exception {
		long id = this.ids.incrementAndGet();
		CompletableFuture<Long> grant = this.grants.computeIfAbsent(id, (key) -> new CompletableFuture<>());
		Taken taken = this.store.take(this.member, new Ask(id, 1, false, true, 1_000))
			.toCompletableFuture()
			.get(2, TimeUnit.MINUTES);
		long token = (taken.outcome() == TakeOutcome.GRANTED) ? taken.token() : grant.get(2, TimeUnit.MINUTES);
		this.grants.remove(id);
		return new Held(id, token);
	}

	void giveBack(Held held) throws Exception {
		this.store.giveBack(this.member, held.id()).toCompletableFuture().get(2, TimeUnit.MINUTES);
	}

	@Override
	public void granted(long id, long token) {
		this.grants.computeIfAbsent(id, (key) -> new CompletableFuture<>()).complete(token);
	}

	@Override
	public void lookAgain() {
		this.store.renew(this.member).thenAccept((renewed) -> renewed.held().forEach(this::granted));
	}

	@Override
	public void close() {
		this.subscription.close();
	}

	record Held(long id, long token) {
	}

}
