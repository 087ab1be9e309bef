package dev.semaphore.spring.store.etcd;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Figures;
import dev.semaphore.store.InstanceShare;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * The state of one semaphore: its limit, and who holds and waits.
 */
final class StoredPermits {

	/** 0 before the first visit. */
	Terms terms = new Terms(0, 0, 0);

	/** The number of permits that an instance was last configured with. */
	int configured;

	long lastToken;

	final Set<String> members = new LinkedHashSet<>();

	private final Map<StoredClaim.Key, StoredClaim> holding = new LinkedHashMap<>();

	/** In the order of arrival. */
	private final Map<StoredClaim.Key, StoredClaim> waiting = new LinkedHashMap<>();

	private int held;

	private boolean exclusive;

	void terms(int permits, int forgotten, long version) {
		this.terms = new Terms(permits, forgotten, version);
	}

	@Nullable StoredClaim find(String instance, long id) {
		StoredClaim.Key key = new StoredClaim.Key(instance, id);
		StoredClaim claim = this.holding.get(key);
		return (claim != null) ? claim : this.waiting.get(key);
	}

	StoredClaim add(StoredClaim claim) {
		if (claim.isHeld()) {
			this.holding.put(claim.key(), claim);
			this.held += claim.exclusive() ? 0 : claim.weight();
			this.exclusive |= claim.exclusive();
		}
		else {
			this.waiting.put(claim.key(), claim);
		}
		return claim;
	}

	void end(StoredClaim claim) {
		if (claim.isHeld()) {
			this.holding.remove(claim.key());
			this.held -= claim.exclusive() ? 0 : claim.weight();
			this.exclusive &= !claim.exclusive();
		}
		else {
			this.waiting.remove(claim.key());
		}
	}

	/** Takes from those that are not alive what they have. */
	void lose(Collection<String> alive) {
		if (this.members.retainAll(alive)) {
			claims().filter((claim) -> !this.members.contains(claim.instance())).toList().forEach(this::end);
		}
	}

	void leave(String instance) {
		of(instance).forEach(this::end);
		this.members.remove(instance);
	}

	Stream<StoredClaim> claims() {
		return Stream.concat(this.holding.values().stream(), this.waiting.values().stream());
	}

	List<StoredClaim> of(String instance) {
		return claims().filter((claim) -> claim.instance().equals(instance)).toList();
	}

	@Nullable StoredClaim firstWaiting() {
		return this.waiting.isEmpty() ? null : this.waiting.values().iterator().next();
	}

	boolean fits(int weight, boolean exclusive) {
		if (exclusive) {
			return this.holding.isEmpty() && this.terms.forgotten() == 0 && this.terms.permits() > 0;
		}
		return !this.exclusive && (long) this.held + this.terms.forgotten() + weight <= this.terms.permits();
	}

	TakeOutcome judge(Ask ask, boolean recovering) {
		if (this.waiting.isEmpty() && !recovering && fits(ask.weight(), ask.exclusive())) {
			return TakeOutcome.GRANTED;
		}
		if (this.terms.permits() > 0 && !ask.exclusive() && ask.weight() > this.terms.permits()) {
			return TakeOutcome.TOO_LARGE;
		}
		if (!ask.waits()) {
			return TakeOutcome.UNAVAILABLE;
		}
		return (this.waiting.size() < ask.maxQueue()) ? TakeOutcome.QUEUED : TakeOutcome.QUEUE_FULL;
	}

	Figures figures() {
		return new Figures(this.terms, this.exclusive ? this.terms.permits() : this.held, this.waiting.size(),
				this.members.size());
	}

	/** Those that hold most first. */
	List<InstanceShare> shares(int limit) {
		return this.members.stream()
			.map(this::share)
			.sorted(Comparator.comparingInt(InstanceShare::held).reversed())
			.limit(limit)
			.toList();
	}

	private InstanceShare share(String instance) {
		int held = 0;
		int waiting = 0;
		for (StoredClaim claim : of(instance)) {
			if (!claim.isHeld()) {
				waiting++;
			}
			else {
				held += claim.exclusive() ? this.terms.permits() : claim.weight();
			}
		}
		return new InstanceShare(instance, held, waiting);
	}

}
