package dev.semaphore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import dev.semaphore.store.Changed;
import dev.semaphore.store.Grant;
import dev.semaphore.store.Renewed;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a store has of this instance with what is known here, and mends both.
 */
final class LeaseAudit {

	private static final int RESTORED_AT_ONCE = 500;

	private final LeaseVoice voice;

	private final LeaseTable table;

	private final LeaseBook book;

	private final LeaseEndings endings;

	private final LeaseFailover failover;

	private final StoreCalls calls;

	LeaseAudit(LeaseVoice voice, LeaseTable table, LeaseBook book, LeaseEndings endings, LeaseFailover failover,
			StoreCalls calls) {
		this.voice = voice;
		this.table = table;
		this.book = book;
		this.endings = endings;
		this.failover = failover;
		this.calls = calls;
	}

	/**
	 * Compares.
	 * @param renewed what the store has
	 * @param mark how many changes there were here when it was asked
	 */
	void compare(Renewed renewed, long mark) {
		this.table.change((after) -> {
			List<LeasedClaim> missing = new ArrayList<>();
			Queue<Runnable> asks = new ArrayDeque<>();
			for (LeasedClaim claim : this.table.matching((claim) -> claim.changed <= mark)) {
				compare(claim, renewed, missing, asks);
			}
			// who is at work goes before who waits here
			restore(missing, after);
			after.addAll(asks);
			after.add(this.endings::tellAll);
			strangers(renewed).forEach((id) -> after.add(() -> giveBack(id)));
		});
	}

	/** The leases may have ended. */
	void loseAll() {
		this.table.change((after) -> this.table
			.matching((claim) -> claim.stage == LeaseStage.HELD || claim.stage == LeaseStage.RESTORING
					|| isYetToBeRestored(claim))
			.forEach((claim) -> lose(claim, after)));
	}

	/**
	 * Asks anew for what was asked for before the leases may have ended, under other
	 * names: answers and hints that are still on their way are out of date.
	 */
	void askAnew() {
		this.table.change((after) -> this.table
			.matching((claim) -> claim.stage == LeaseStage.ASKED || claim.stage == LeaseStage.WAITING)
			.forEach((claim) -> this.book.askAnew(claim, after)));
	}

	/** Notes what is to be done if a lease is lost, or does it at once. */
	void whenLost(LeasedClaim claim, Runnable action) {
		this.table.change((after) -> {
			if (claim.lost) {
				after.add(() -> this.voice.act(List.of(action)));
			}
			else {
				claim.addLossAction(action);
			}
		});
	}

	/** A claim is taken from its holder. */
	void loseByForce(LeasedClaim claim) {
		this.table.change((after) -> {
			claim.lost = true;
			List<Runnable> actions = claim.takeLossActions();
			after.add(() -> this.voice.act(actions));
		});
	}

	/* What follows runs under the lock of the table. */

	private void compare(LeasedClaim claim, Renewed renewed, List<LeasedClaim> missing, Queue<Runnable> after) {
		Long token = renewed.held().get(claim.id);
		switch (claim.stage) {
			case WAITING -> {
				if (token != null) {
					this.book.told(claim, token, after);
				}
				else if (!renewed.waiting().contains(claim.id)) {
					this.book.ask(claim, after);
				}
			}
			case HELD -> {
				if (token == null) {
					missing.add(claim);
				}
			}
			case UNLEASED -> missing.add(claim);
			case LOCAL -> {
				this.failover.cancel(claim, after);
				this.book.ask(claim, after);
			}
			default -> {
			}
		}
	}

	private List<Long> strangers(Renewed renewed) {
		List<Long> strangers = new ArrayList<>(renewed.held().keySet());
		strangers.addAll(renewed.waiting());
		strangers.removeIf((id) -> this.table.find(id) != null || this.endings.contains(id));
		return strangers;
	}

	private void giveBack(long id) {
		this.calls.call((member) -> this.calls.store().giveBack(member, id), Changed::figures, (changed) -> {
		}, (ex) -> {
		});
	}

	private void restore(List<LeasedClaim> missing, Queue<Runnable> after) {
		for (int i = 0; i < missing.size(); i += RESTORED_AT_ONCE) {
			List<LeasedClaim> some = missing.subList(i, Math.min(i + RESTORED_AT_ONCE, missing.size()));
			List<Grant> grants = some.stream().map(LeasedClaim::grant).toList();
			some.forEach((claim) -> this.table.stage(claim, LeaseStage.RESTORING));
			after.add(() -> this.calls.call((member) -> this.calls.store().restore(member, grants), Renewed::figures,
					(renewed) -> restored(some, renewed), (ex) -> restored(some, null)));
		}
	}

	private void restored(List<LeasedClaim> claims, @Nullable Renewed renewed) {
		this.table.change((after) -> {
			for (LeasedClaim claim : claims) {
				Long token = (renewed != null) ? renewed.held().get(claim.id) : null;
				if (token != null) {
					claim.token = token;
					this.table.stage(claim, LeaseStage.HELD);
					this.failover.giveBack(claim, after);
				}
				else {
					this.table.stage(claim, LeaseStage.UNLEASED);
					if (renewed != null && claim.token > 0) {
						lose(claim, after);
					}
				}
				if (claim.ended) {
					this.failover.giveBack(claim, after);
					this.book.end(claim, claim.toBeForgotten, after);
				}
			}
			this.failover.rebalance(after);
		});
	}

	/* Who was let in while the store was away has no lease to lose. */
	private boolean isYetToBeRestored(LeasedClaim claim) {
		return claim.stage == LeaseStage.UNLEASED && claim.token > 0;
	}

	private void lose(LeasedClaim claim, Queue<Runnable> after) {
		if (!claim.lost && !claim.ended) {
			claim.lost = true;
			List<Runnable> actions = claim.takeLossActions();
			after.add(() -> this.voice.lost(claim, actions));
		}
	}

}
