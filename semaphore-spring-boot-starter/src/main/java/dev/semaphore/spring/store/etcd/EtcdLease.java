package dev.semaphore.spring.store.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A lease in etcd. Etcd counts whole seconds, so it lasts up to a second longer than it
 * should; within what is over, it need not be renewed again.
 */
final class EtcdLease {

	private final EtcdClient client;

	private final LongSupplier nanoTime;

	private final long nanos;

	/** The last renewal, made or underway. */
	private final AtomicReference<@Nullable CompletableFuture<Renewal>> last = new AtomicReference<>();

	private volatile boolean doubted;

	EtcdLease(EtcdClient client, LongSupplier nanoTime, Duration duration) {
		this.client = client;
		this.nanoTime = nanoTime;
		this.nanos = duration.toNanos();
	}

	/** Renews it, unless that was done a moment before. */
	@SuppressWarnings("FutureReturnValueIgnored") // what follows completes the other
	CompletableFuture<Long> lasting(long since) {
		CompletableFuture<Renewal> present = this.last.get();
		if (present != null && !isOver(present, since)) {
			return present.thenCompose((renewal) -> (renewal.lasts(since, this.nanos) && !this.doubted)
					? CompletableFuture.completedFuture(renewal.id) : lasting(since));
		}
		CompletableFuture<Renewal> next = new CompletableFuture<>();
		if (!this.last.compareAndSet(present, next)) {
			return lasting(since);
		}
		this.doubted = false;
		long now = this.nanoTime.getAsLong();
		renew(id(present), now).whenComplete((renewal, ex) -> {
			if (ex != null) {
				next.completeExceptionally(EtcdClient.cause(ex));
			}
			else {
				next.complete(renewal);
			}
		});
		return next.thenApply(Renewal::id);
	}

	void doubt() {
		this.doubted = true;
	}

	/** 0 if there is none. */
	long id() {
		return id(this.last.get());
	}

	boolean isOverdue() {
		CompletableFuture<Renewal> present = this.last.get();
		return id(present) != 0 && present != null
				&& this.nanoTime.getAsLong() - present.join().sentAt - this.nanos >= 0;
	}

	private boolean isOver(CompletableFuture<Renewal> renewal, long since) {
		return renewal.isDone() && (this.doubted || id(renewal) == 0 || !renewal.join().lasts(since, this.nanos));
	}

	private static long id(@Nullable CompletableFuture<Renewal> renewal) {
		boolean there = renewal != null && renewal.isDone() && !renewal.isCompletedExceptionally();
		return (there && renewal != null) ? renewal.join().id : 0;
	}

	private CompletableFuture<Renewal> renew(long id, long now) {
		if (id == 0) {
			return grant(now);
		}
		return this.client.call("lease/keepalive", Map.of("ID", Long.toString(id)))
			.thenApply((answer) -> answer.child("result").number("TTL"))
			.thenCompose((seconds) -> (seconds > 0) ? CompletableFuture.completedFuture(new Renewal(id, now, seconds))
					: grant(now));
	}

	private CompletableFuture<Renewal> grant(long now) {
		long seconds = TimeUnit.NANOSECONDS.toSeconds(this.nanos) + 1;
		return this.client.call("lease/grant", Map.of("TTL", Long.toString(seconds)))
			.thenApply((answer) -> new Renewal(answer.number("ID"), now, answer.number("TTL")));
	}

	private record Renewal(long id, long sentAt, long seconds) {

		/** Whether it lasts for so long after a moment. */
		boolean lasts(long moment, long nanos) {
			return moment + nanos - this.sentAt <= TimeUnit.SECONDS.toNanos(this.seconds);
		}

	}

}
