package dev.semaphore.spring.store.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The leases of this process in etcd: one for each instance, whatever the number of its
 * semaphores and permits.
 */
final class EtcdLeases {

	private final EtcdClient client;

	private final LongSupplier nanoTime;

	private final Map<Holder, EtcdLease> leases = new ConcurrentHashMap<>();

	EtcdLeases(EtcdClient client, LongSupplier nanoTime) {
		this.client = client;
		this.nanoTime = nanoTime;
	}

	/**
	 * A lease that lasts at least so long from now on.
	 * @param holder the instance
	 * @param duration how long
	 * @return its id
	 */
	CompletableFuture<Long> lasting(String holder, Duration duration) {
		return this.leases
			.computeIfAbsent(new Holder(holder, duration), (key) -> new EtcdLease(this.client, this.nanoTime, duration))
			.lasting(this.nanoTime.getAsLong());
	}

	/** A lease may have ended: they are looked at before they are used again. */
	void doubt() {
		this.leases.values().forEach(EtcdLease::doubt);
	}

	/** Those that would have ended if only their duration counted. */
	List<Long> overdue() {
		return this.leases.values().stream().filter(EtcdLease::isOverdue).map(EtcdLease::id).toList();
	}

	/** Ends all. */
	CompletableFuture<Void> revoke() {
		List<CompletableFuture<?>> calls = new ArrayList<>();
		this.leases.values().stream().map(EtcdLease::id).filter((id) -> id != 0).forEach((id) -> calls.add(revoke(id)));
		this.leases.clear();
		return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
	}

	CompletableFuture<?> revoke(long id) {
		return this.client.call("lease/revoke", Map.of("ID", Long.toString(id))).exceptionallyCompose((ex) -> {
			boolean ended = EtcdClient.cause(ex) instanceof EtcdException refused && refused.isNotFound();
			return ended ? CompletableFuture.completedFuture(EtcdAnswer.NOTHING) : CompletableFuture.failedFuture(ex);
		});
	}

	private record Holder(String instance, Duration duration) {
	}

}
