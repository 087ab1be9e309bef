package dev.semaphore.store;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A semaphore, as the store in memory knows it. Guarded by the store's lock.
 */
final class StoredSemaphore {

	private static final int SLICE = 100;

	private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(1);

	private final LongSupplier ticks;

	private final Map<String, StoredMember> members = new LinkedHashMap<>();

	private final Set<StoredClaim> queue = new LinkedHashSet<>();

	private Terms terms;

	private int configured;

	private long now;

	/** Nothing is granted before, so that what was held before a loss may be restored. */
	private final long grantsFrom;

	StoredSemaphore(Membership member, long now, LongSupplier ticks) {
		Terms terms = member.terms();
		this.ticks = ticks;
		this.now = now;
		this.grantsFrom = now + ((terms.version() > 0) ? recovery(member.lease()).toNanos() : 0);
		this.configured = terms.permits();
		this.terms = (terms.version() > 0) ? terms : versioned(terms.permits(), terms.forgotten());
	}

	/** Whether it took the place of one that was lost. */
	boolean isRecovering() {
		return this.grantsFrom - this.now > 0;
	}

	/** Takes over what a member knows, if it is newer. */
	void learn(Terms known) {
		if (known.version() > this.terms.version()) {
			this.terms = known;
		}
		else if (known.version() == 0 && known.permits() != this.configured) {
			this.configured = known.permits();
			this.terms = versioned(known.permits(), this.terms.forgotten());
		}
	}

	StoredMember enter(Membership member, long now) {
		StoredMember present = this.members.computeIfAbsent(member.instance(), StoredMember::new);
		present.expires = now + member.lease().toNanos();
		return present;
	}

	/** Takes from the dead what they have, a slice at a time. */
	void expire(long now) {
		this.now = now;
		int budget = SLICE;
		for (StoredMember member : List.copyOf(this.members.values())) {
			if (member.expires - now <= 0) {
				List<Long> ids = member.claims.keySet().stream().limit(budget).toList();
				ids.forEach((id) -> end(member, id));
				budget -= ids.size();
				if (member.claims.isEmpty()) {
					this.members.remove(member.instance);
				}
			}
		}
	}

	Supplier<Taken> take(StoredMember member, Ask ask) {
		StoredClaim known = member.claims.get(ask.id());
		StoredClaim claim = (known != null) ? known : new StoredClaim(member, ask);
		TakeOutcome outcome = (known != null) ? TakeOutcome.QUEUED : judge(ask);
		if (outcome != TakeOutcome.GRANTED && outcome != TakeOutcome.QUEUED) {
			return () -> new Taken(outcome, 0, figures());
		}
		if (known == null) {
			member.claims.put(ask.id(), claim);
			if (outcome == TakeOutcome.GRANTED) {
				claim.token = this.ticks.getAsLong();
			}
			else {
				this.queue.add(claim);
			}
		}
		return () -> new Taken(claim.isHeld() ? TakeOutcome.GRANTED : TakeOutcome.QUEUED, claim.token, figures());
	}

	Supplier<Changed> changed(boolean done) {
		return () -> new Changed(done, figures());
	}

	boolean end(StoredMember member, long id) {
		StoredClaim claim = member.claims.remove(id);
		if (claim != null) {
			this.queue.remove(claim);
		}
		return claim != null;
	}

	boolean forget(StoredMember member, long id) {
		StoredClaim claim = member.claims.get(id);
		if (claim == null || !claim.isHeld()) {
			return false;
		}
		member.claims.remove(id);
		int weight = claim.ask.exclusive() ? this.terms.permits() : claim.ask.weight();
		this.terms = versioned(this.terms.permits(), this.terms.forgotten() + weight);
		return true;
	}

	boolean release(int permits) {
		if (permits > this.terms.forgotten()) {
			return false;
		}
		this.terms = versioned(this.terms.permits(), this.terms.forgotten() - permits);
		return true;
	}

	boolean resize(int permits) {
		if (permits == this.terms.permits()) {
			return false;
		}
		this.terms = versioned(permits, this.terms.forgotten());
		return true;
	}

	void restore(StoredMember member, Grant grant) {
		StoredClaim claim = new StoredClaim(member, new Ask(grant.id(), grant.weight(), grant.exclusive(), false, 0));
		StoredClaim known = member.claims.get(grant.id());
		if ((known == null || !known.isHeld()) && fits(claim.ask)) {
			end(member, grant.id());
			claim.token = (grant.token() > 0) ? grant.token() : this.ticks.getAsLong();
			member.claims.put(grant.id(), claim);
		}
	}

	void leave(StoredMember member) {
		List.copyOf(member.claims.keySet()).forEach((id) -> end(member, id));
		this.members.remove(member.instance);
	}

	void serve(List<StoredClaim> granted) {
		while (!this.queue.isEmpty()) {
			StoredClaim first = this.queue.iterator().next();
			if (isRecovering() || !fits(first.ask)) {
				return;
			}
			this.queue.remove(first);
			first.token = this.ticks.getAsLong();
			granted.add(first);
		}
	}

	Renewed all(StoredMember member) {
		Map<Long, Long> held = member.claims.values()
			.stream()
			.filter(StoredClaim::isHeld)
			.collect(Collectors.toMap((claim) -> claim.ask.id(), (claim) -> claim.token));
		Set<Long> waiting = member.claims.values()
			.stream()
			.filter((claim) -> !claim.isHeld())
			.map((claim) -> claim.ask.id())
			.collect(Collectors.toSet());
		return new Renewed(held, waiting, figures());
	}

	Report report(int limit) {
		List<InstanceShare> shares = this.members.values()
			.stream()
			.map((member) -> new InstanceShare(member.instance, held(member), member.waiting()))
			.sorted(Comparator.comparingInt(InstanceShare::held).reversed())
			.limit(limit)
			.toList();
		return new Report(figures(), shares);
	}

	Figures figures() {
		return new Figures(this.terms, held(), this.queue.size(), this.members.size());
	}

	private TakeOutcome judge(Ask ask) {
		int permits = this.terms.permits();
		if (this.queue.isEmpty() && !isRecovering() && fits(ask)) {
			return TakeOutcome.GRANTED;
		}
		if (permits > 0 && !ask.exclusive() && ask.weight() > permits) {
			return TakeOutcome.TOO_LARGE;
		}
		if (!ask.waits()) {
			return TakeOutcome.UNAVAILABLE;
		}
		return (this.queue.size() < ask.maxQueue()) ? TakeOutcome.QUEUED : TakeOutcome.QUEUE_FULL;
	}

	private boolean fits(Ask ask) {
		if (ask.exclusive()) {
			return held() == 0 && this.terms.forgotten() == 0 && this.terms.permits() > 0;
		}
		return !isExclusive() && (long) held() + this.terms.forgotten() + ask.weight() <= this.terms.permits();
	}

	private boolean isExclusive() {
		return claims().anyMatch((claim) -> claim.isHeld() && claim.ask.exclusive());
	}

	private int held() {
		return isExclusive() ? this.terms.permits() : this.members.values().stream().mapToInt(StoredMember::held).sum();
	}

	private int held(StoredMember member) {
		boolean exclusive = member.claims.values()
			.stream()
			.anyMatch((claim) -> claim.isHeld() && claim.ask.exclusive());
		return exclusive ? this.terms.permits() : member.held();
	}

	private Stream<StoredClaim> claims() {
		return this.members.values().stream().flatMap((member) -> member.claims.values().stream());
	}

	private static Duration recovery(Duration lease) {
		Duration third = lease.dividedBy(3);
		return (third.compareTo(LONGEST_RECOVERY) < 0) ? third : LONGEST_RECOVERY;
	}

	private Terms versioned(int permits, int forgotten) {
		return new Terms(permits, forgotten, this.ticks.getAsLong());
	}

}
