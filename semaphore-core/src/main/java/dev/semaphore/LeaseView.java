package dev.semaphore;

import java.time.Duration;
import java.util.List;

import dev.semaphore.store.Figures;
import dev.semaphore.store.Renewed;
import org.jspecify.annotations.Nullable;

/**
 * What a semaphore over a store looks like: its numbers those of all instances, holders
 * and waiters those of this one.
 */
final class LeaseView {

	/** Older numbers than this are asked for again where that may take a moment. */
	private static final Duration FRESH = Duration.ofMillis(100);

	private final String name;

	private final SemaphorePolicy policy;

	private final boolean trackHolders;

	private final StoreCalls calls;

	private final StoreAnswers answers;

	private final LeaseTable table;

	private final LeaseEndings endings;

	private final LeaseVoice voice;

	LeaseView(String name, SemaphorePolicy policy, boolean trackHolders, StoreCalls calls, StoreAnswers answers,
			LeaseTable table, LeaseEndings endings, LeaseVoice voice) {
		this.name = name;
		this.policy = policy;
		this.trackHolders = trackHolders;
		this.calls = calls;
		this.answers = answers;
		this.table = table;
		this.endings = endings;
		this.voice = voice;
	}

	SemaphoreSnapshot snapshot(SemaphoreState state) {
		if (isStale() && !this.calls.isDown() && this.answers.mayBlock()) {
			refresh();
		}
		Figures figures = this.calls.figures();
		int permits = figures.terms().permits();
		Duration oldestWait = waiting(1).stream()
			.findFirst()
			.map((claim) -> this.voice.since(claim.since))
			.orElse(Duration.ZERO);
		return new SemaphoreSnapshot(this.name, permits, figures.available(), figures.held(), figures.queueLength(),
				figures.terms().forgotten(), state, this.policy.withPermits(permits), oldestWait, 0,
				this.voice.statistics());
	}

	List<PermitHolder> holders(int limit) {
		if (!this.trackHolders) {
			return List.of();
		}
		return this.table.list((claim) -> claim.isHolding() && claim.permit != null)
			.stream()
			.limit(limit)
			.map((claim) -> new PermitHolder(claim.holderId, claim.request.caller(), claim.thread.getName(),
					claim.thread.getId(), weight(claim), claim.request.key(), this.voice.since(claim.heldSince),
					claim.askedAt(), claim.leaked))
			.toList();
	}

	/** The permit of the holder of a number; null if it has ended. */
	@Nullable LeasedPermit holder(long id) {
		return this.table.list((claim) -> claim.holderId == id && claim.isHolding())
			.stream()
			.findFirst()
			.map((claim) -> claim.permit)
			.orElse(null);
	}

	List<QueuedRequest> waiters(int limit) {
		return waiting(limit).stream()
			.map((claim) -> new QueuedRequest(claim.request, this.voice.since(claim.since)))
			.toList();
	}

	int weight(LeasedClaim claim) {
		return claim.request.exclusive() ? this.calls.figures().terms().permits() : claim.request.weight();
	}

	private List<LeasedClaim> waiting(int limit) {
		return this.table.list((claim) -> !claim.isSettled()).stream().limit(limit).toList();
	}

	private boolean isStale() {
		return this.calls.age().compareTo(FRESH) > 0 || !this.endings.isEmpty();
	}

	private void refresh() {
		try {
			this.answers.await(this.calls.call((member) -> this.calls.store().renew(member), Renewed::figures));
		}
		catch (BackendUnavailableException ex) {
			// it has been told already; old numbers are better than none
		}
	}

}
