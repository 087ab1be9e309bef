package dev.semaphore.spring.store.etcd;

import java.util.ArrayList;
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
import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one semaphore as it was at one revision. It comes true if the state is
 * still the same when it is written.
 */
final class EtcdVisit {

	/**
	 * A token is the revision that its grant makes, and so many bits to tell apart what
	 * is granted at once.
	 */
	private static final int TOKEN_SHIFT = 20;

	private final EtcdView view;

	private final StoredPermits permits;

	private final List<StoredClaim> granted = new ArrayList<>();

	private boolean recovering;

	EtcdVisit(EtcdView view) {
		this.view = view;
		this.permits = (view.state() != null) ? StoredText.read(view.state()) : new StoredPermits();
		this.recovering = view.recovering();
		this.permits.lose(view.members().keySet());
	}

	EtcdView view() {
		return this.view;
	}

	StoredPermits permits() {
		return this.permits;
	}

	/** Those that waited and do no more. */
	List<StoredClaim> granted() {
		return this.granted;
	}

	/** Whether the state takes the place of one that was lost. */
	boolean isRecovering() {
		return this.recovering;
	}

	<T> T call(Membership member, Function<EtcdVisit, Supplier<T>> operation) {
		learn(member);
		this.permits.members.add(member.instance());
		serve();
		Supplier<T> answer = operation.apply(this);
		serve();
		return answer.get();
	}

	Supplier<Taken> take(Membership member, Ask ask) {
		StoredClaim known = this.permits.find(member.instance(), ask.id());
		TakeOutcome outcome = (known != null) ? TakeOutcome.QUEUED : this.permits.judge(ask, this.recovering);
		if (outcome != TakeOutcome.GRANTED && outcome != TakeOutcome.QUEUED) {
			return () -> new Taken(outcome, 0, this.permits.figures());
		}
		if (known == null) {
			long token = (outcome == TakeOutcome.GRANTED) ? tick() : 0;
			this.permits.add(new StoredClaim(member.instance(), ask.id(), ask.weight(), ask.exclusive(), token));
		}
		return () -> taken(this.permits.find(member.instance(), ask.id()));
	}

	private Taken taken(@Nullable StoredClaim claim) {
		return (claim != null && claim.isHeld()) ? new Taken(TakeOutcome.GRANTED, claim.token(), this.permits.figures())
				: new Taken(TakeOutcome.QUEUED, 0, this.permits.figures());
	}

	Supplier<Changed> giveBack(Membership member, long id) {
		StoredClaim claim = this.permits.find(member.instance(), id);
		if (claim != null) {
			this.permits.end(claim);
		}
		return changed(claim != null);
	}

	Supplier<Changed> forget(Membership member, long id) {
		StoredClaim claim = this.permits.find(member.instance(), id);
		if (claim == null || !claim.isHeld()) {
			return changed(false);
		}
		this.permits.end(claim);
		int permits = this.permits.terms.permits();
		terms(permits, this.permits.terms.forgotten() + (claim.exclusive() ? permits : claim.weight()));
		return changed(true);
	}

	Supplier<Changed> release(int permits) {
		int forgotten = this.permits.terms.forgotten();
		if (permits <= forgotten) {
			terms(this.permits.terms.permits(), forgotten - permits);
		}
		return changed(permits <= forgotten);
	}

	Supplier<Changed> resize(int permits) {
		boolean done = permits != this.permits.terms.permits();
		if (done) {
			terms(permits, this.permits.terms.forgotten());
		}
		return changed(done);
	}

	Supplier<Renewed> renew(Membership member) {
		return () -> all(member);
	}

	Supplier<Renewed> restore(Membership member, List<Grant> grants) {
		grants.forEach((grant) -> restore(member.instance(), grant));
		return () -> all(member);
	}

	private void restore(String instance, Grant grant) {
		passed(grant.token());
		StoredClaim known = this.permits.find(instance, grant.id());
		boolean held = known != null && known.isHeld();
		if (!held && this.permits.fits(grant.weight(), grant.exclusive())) {
			if (known != null) {
				this.permits.end(known);
			}
			long token = (grant.token() > 0) ? grant.token() : tick();
			this.permits.add(new StoredClaim(instance, grant.id(), grant.weight(), grant.exclusive(), token));
		}
	}

	Supplier<Report> report(int limit) {
		return () -> new Report(this.permits.figures(), this.permits.shares(limit));
	}

	Supplier<Changed> leave(Membership member) {
		this.permits.leave(member.instance());
		return changed(true);
	}

	private Supplier<Changed> changed(boolean done) {
		return () -> new Changed(done, this.permits.figures());
	}

	private Renewed all(Membership member) {
		List<StoredClaim> all = this.permits.of(member.instance());
		Map<Long, Long> held = all.stream()
			.filter(StoredClaim::isHeld)
			.collect(Collectors.toMap(StoredClaim::id, StoredClaim::token));
		Set<Long> waiting = all.stream()
			.filter((claim) -> !claim.isHeld())
			.map(StoredClaim::id)
			.collect(Collectors.toSet());
		return new Renewed(held, waiting, this.permits.figures());
	}

	/** Takes over what an instance knows of the limit, if it is newer. */
	private void learn(Membership member) {
		Terms known = member.terms();
		long version = this.permits.terms.version();
		passed(known.version());
		if (version == 0) {
			this.recovering = known.version() > 0;
			this.permits.configured = known.permits();
			this.permits.terms(known.permits(), known.forgotten(), (known.version() > 0) ? known.version() : tick());
		}
		else if (known.version() > version) {
			this.permits.terms = known;
		}
		else if (known.version() == 0 && known.permits() != this.permits.configured) {
			this.permits.configured = known.permits();
			terms(known.permits(), this.permits.terms.forgotten());
		}
	}

	private void terms(int permits, int forgotten) {
		this.permits.terms(permits, forgotten, tick());
	}

	/** Larger than any before, also if the keys were deleted: revisions only grow. */
	private long tick() {
		this.permits.lastToken = Math.max(this.permits.lastToken + 1, (this.view.revision() + 1) << TOKEN_SHIFT);
		return this.permits.lastToken;
	}

	/** Tokens are larger than this from now on. */
	private void passed(long token) {
		this.permits.lastToken = Math.max(this.permits.lastToken, token);
	}

	/** Lets in whoever fits, in the order of the queue. */
	private void serve() {
		StoredClaim first = this.permits.firstWaiting();
		while (first != null && !this.recovering && this.permits.fits(first.weight(), first.exclusive())) {
			this.permits.end(first);
			this.granted.add(this.permits.add(first.granted(tick())));
			first = this.permits.firstWaiting();
		}
	}

}
