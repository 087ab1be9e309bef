package dev.semaphore;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of claims while the store is away.
 */
final class LeaseFailover {

	private final LeaseTable table;

	private final StoreCalls calls;

	private final BackendFailurePolicy policy;

	private final LocalShare share;

	LeaseFailover(LeaseTable table, StoreCalls calls, BackendFailurePolicy policy, LocalShare share) {
		this.table = table;
		this.calls = calls;
		this.policy = policy;
		this.share = share;
	}

	/** Lets the share be what the absence of the store leaves of the permits. */
	void rebalance() {
		if (this.policy == BackendFailurePolicy.LOCAL) {
			this.table.change(this::rebalance);
		}
	}

	/* What follows runs under the lock of the table. */

	/** Deals with a claim that has no name in the store any more. */
	void accept(LeasedClaim claim, Queue<Runnable> after) {
		switch (this.policy) {
			case REJECT -> {
				this.table.stage(claim, LeaseStage.ENDED);
				this.table.settle(claim, RejectionReason.BACKEND_UNAVAILABLE, after);
			}
			case ALLOW -> {
				this.table.add(claim);
				this.table.stage(claim, LeaseStage.UNLEASED);
				this.table.settle(claim, Waiter.GRANTED, after);
			}
			case LOCAL -> {
				this.table.add(claim);
				this.table.stage(claim, LeaseStage.LOCAL);
				rebalance(after);
				after.add(() -> ask(claim));
			}
		}
	}

	/** Gives up waiting for this instance's share. */
	void cancel(LeasedClaim claim, Queue<Runnable> after) {
		Future<Permit> request = claim.localRequest;
		if (request != null) {
			claim.localRequest = null;
			after.add(() -> request.cancel(false));
		}
	}

	/** Gives back what was taken of this instance's share. */
	void giveBack(LeasedClaim claim, Queue<Runnable> after) {
		Permit permit = claim.localPermit;
		if (permit != null) {
			claim.localPermit = null;
			after.add(permit::close);
		}
	}

	void rebalance(Queue<Runnable> after) {
		if (this.policy != BackendFailurePolicy.LOCAL) {
			return;
		}
		if (!this.calls.isDown()) {
			after.add(() -> this.share.resize(0));
			return;
		}
		int held = this.table
			.matching((claim) -> claim.stage == LeaseStage.HELD
					|| (claim.stage == LeaseStage.UNLEASED && claim.localPermit == null))
			.stream()
			.mapToInt((claim) -> claim.request.weight())
			.sum();
		after.add(() -> this.share.resize(LocalShare.of(this.calls.figures()) - held));
	}

	private void ask(LeasedClaim claim) {
		CompletableFuture<Permit> request = this.share.acquire(claim);
		this.table.change((after) -> {
			claim.localRequest = request;
			if (claim.stage != LeaseStage.LOCAL) {
				cancel(claim, after);
			}
		});
		this.share.follow(request, (permit, refusal) -> answered(claim, permit, refusal));
		if (claim.stage == LeaseStage.LOCAL && !claim.isSettled()) {
			claim.queued();
		}
	}

	private void answered(LeasedClaim claim, @Nullable Permit permit, RejectionReason refusal) {
		this.table.change((after) -> {
			if (claim.stage != LeaseStage.LOCAL) {
				if (permit != null) {
					after.add(permit::close);
				}
			}
			else if (permit == null) {
				this.table.refuse(claim, refusal, after);
			}
			else {
				claim.localPermit = permit;
				this.table.stage(claim, LeaseStage.UNLEASED);
				this.table.settle(claim, Waiter.GRANTED, after);
			}
		});
	}

}
