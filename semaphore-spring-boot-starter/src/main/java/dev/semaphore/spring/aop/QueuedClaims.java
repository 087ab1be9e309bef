package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Takes several claims one after the other, without holding a thread.
 */
final class QueuedClaims {

	private final List<Claim> claims;

	private final List<AcquireRequest> requests;

	private final Deadline deadline;

	/** What the caller held: later claims are taken on other threads. */
	private final List<Object> holds;

	private final List<Permit> taken;

	private final CombinedPermit all;

	private final CompletableFuture<Permit> result = new CompletableFuture<>();

	private volatile @Nullable CompletableFuture<Permit> pending;

	QueuedClaims(List<Claim> claims, List<AcquireRequest> requests, Deadline deadline, List<Object> holds) {
		this.claims = claims;
		this.requests = requests;
		this.deadline = deadline;
		this.holds = List.copyOf(holds);
		this.taken = new ArrayList<>(claims.size());
		this.all = new CombinedPermit(this.taken);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	CompletableFuture<Permit> start() {
		next();
		if (!this.result.isDone()) {
			this.result.whenComplete((permit, failure) -> leave());
		}
		return this.result;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void next() {
		int index = this.taken.size();
		if (index == this.claims.size()) {
			if (!this.result.complete(this.all)) {
				this.all.close();
			}
			return;
		}
		CompletableFuture<Permit> acquired;
		try {
			acquired = this.claims.get(index).acquireAsync(this.deadline.limit(this.requests.get(index)), this.holds);
		}
		catch (RuntimeException ex) {
			acquired = CompletableFuture.failedFuture(ex);
		}
		this.pending = acquired;
		acquired.whenComplete(this::settled);
		if (this.result.isDone()) {
			leave();
		}
	}

	private void settled(@Nullable Permit permit, @Nullable Throwable failure) {
		if (permit != null) {
			this.taken.add(permit);
		}
		if (permit != null && !this.result.isDone()) {
			next();
			return;
		}
		this.all.close();
		Throwable reason = Taking.reason(failure);
		if (reason != null) {
			this.result.completeExceptionally(reason);
		}
	}

	/** The caller completed the result: what is granted from now on goes back. */
	private void leave() {
		CompletableFuture<Permit> pending = this.pending;
		if (pending != null) {
			pending.cancel(false);
		}
	}

}
