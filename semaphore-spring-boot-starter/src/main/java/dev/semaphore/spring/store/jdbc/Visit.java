package dev.semaphore.spring.store.jdbc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Changed;
import dev.semaphore.store.Grant;
import dev.semaphore.store.Membership;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Report;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Taken;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one semaphore in one transaction, which has locked its row.
 */
final class Visit {

	private final StoredState state;

	private final Claims claims;

	private final Members members;

	private final ClaimTable claimTable;

	private final Set<String> entered = new HashSet<>();

	private final List<StoredClaim> granted = new ArrayList<>();

	Visit(StoredState state, Claims claims, Members members, ClaimTable claimTable) {
		this.state = state;
		this.claims = claims;
		this.members = members;
		this.claimTable = claimTable;
	}

	/** Those that waited and do no more. */
	List<StoredClaim> granted() {
		return this.granted;
	}

	/**
	 * Carries out a call. Whoever calls is alive, and whoever is not loses what it has.
	 */
	<T> T call(Membership member, Function<Visit, Supplier<T>> operation) {
		this.state.learn(member);
		if (this.entered.add(member.instance())) {
			this.members.enter(this.state, member);
		}
		this.members.lose(this.state, this.claims, this::end);
		serve();
		Supplier<T> answer = operation.apply(this);
		serve();
		return answer.get();
	}

	Supplier<Taken> take(Membership member, Ask ask) {
		StoredClaim known = this.claims.find(member.instance(), ask.id());
		TakeOutcome outcome = (known != null) ? TakeOutcome.QUEUED : this.state.judge(ask);
		if (outcome != TakeOutcome.GRANTED && outcome != TakeOutcome.QUEUED) {
			return () -> new Taken(outcome, 0, this.state.figures());
		}
		StoredClaim claim = (known != null) ? known : claim(member, ask, outcome == TakeOutcome.GRANTED);
		return () -> new Taken(claim.isHeld() ? TakeOutcome.GRANTED : TakeOutcome.QUEUED, claim.token,
				this.state.figures());
	}

	private StoredClaim claim(Membership member, Ask ask, boolean granted) {
		long tick = this.state.tick();
		return add(
				new StoredClaim(member.instance(), ask.id(), ask.weight(), ask.exclusive(), tick, granted ? tick : 0));
	}

	Supplier<Changed> giveBack(Membership member, long id) {
		StoredClaim claim = this.claims.find(member.instance(), id);
		if (claim != null) {
			end(claim);
		}
		return changed(claim != null);
	}

	Supplier<Changed> forget(Membership member, long id) {
		StoredClaim claim = this.claims.find(member.instance(), id);
		if (claim == null || !claim.isHeld()) {
			return changed(false);
		}
		end(claim);
		this.state.forget(claim.exclusive ? this.state.permits : claim.weight);
		return changed(true);
	}

	Supplier<Changed> release(int permits) {
		boolean done = permits <= this.state.forgotten;
		if (done) {
			this.state.forget(-permits);
		}
		return changed(done);
	}

	Supplier<Changed> resize(int permits) {
		boolean done = permits != this.state.permits;
		if (done) {
			this.state.resize(permits);
		}
		return changed(done);
	}

	Supplier<Renewed> renew(Membership member) {
		if (this.state.now - this.state.auditedAt >= Members.micros(member.lease())) {
			this.claims.write();
			this.claimTable.recount(this.state);
			this.members.recount(this.state);
		}
		return () -> all(member);
	}

	Supplier<Renewed> restore(Membership member, List<Grant> grants) {
		grants.forEach((grant) -> restore(member.instance(), grant));
		return () -> all(member);
	}

	private void restore(String instance, Grant grant) {
		this.state.passed(grant.token());
		StoredClaim known = this.claims.find(instance, grant.id());
		boolean held = known != null && known.isHeld();
		if (!held && this.state.fits(grant.weight(), grant.exclusive())) {
			if (known != null) {
				end(known);
			}
			long token = (grant.token() > 0) ? grant.token() : this.state.tick();
			add(new StoredClaim(instance, grant.id(), grant.weight(), grant.exclusive(), token, token));
		}
	}

	Supplier<Report> report(int limit) {
		return () -> {
			this.claims.write();
			return new Report(this.state.figures(), this.claimTable.shares(this.state, limit));
		};
	}

	Supplier<Changed> leave(Membership member) {
		this.claims.of(member.instance()).forEach(this::end);
		this.members.leave(this.state, member);
		this.entered.remove(member.instance());
		return changed(true);
	}

	private Supplier<Changed> changed(boolean done) {
		return () -> new Changed(done, this.state.figures());
	}

	private Renewed all(Membership member) {
		List<StoredClaim> all = this.claims.of(member.instance());
		Map<Long, Long> held = all.stream()
			.filter(StoredClaim::isHeld)
			.collect(Collectors.toMap((claim) -> claim.id, (claim) -> claim.token));
		Set<Long> waiting = all.stream()
			.filter((claim) -> !claim.isHeld())
			.map((claim) -> claim.id)
			.collect(Collectors.toSet());
		return new Renewed(held, waiting, this.state.figures());
	}

	private StoredClaim add(StoredClaim claim) {
		this.state.count(claim, 1);
		return this.claims.add(claim);
	}

	private void end(StoredClaim claim) {
		this.state.count(claim, -1);
		this.claims.end(claim);
	}

	/** Lets in whoever fits, in the order of the queue. */
	private void serve() {
		while (this.state.queueLength > 0 && !this.state.isRecovering() && this.state.fits(1, false)) {
			StoredClaim first = firstWaiting();
			if (first == null || !this.state.fits(first.weight, first.exclusive)) {
				return;
			}
			this.state.count(first, -1);
			this.claims.grant(first, this.state.tick());
			this.state.count(first, 1);
			this.granted.add(first);
		}
	}

	private @Nullable StoredClaim firstWaiting() {
		StoredClaim first = this.claims.firstWaiting();
		if (first == null) {
			// somebody else has deleted rows
			this.state.queueLength = 0;
		}
		return first;
	}

}
