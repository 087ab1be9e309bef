package dev.semaphore;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.store.Changed;
import dev.semaphore.store.Grant;
import dev.semaphore.store.Renewed;

/**
 * Claims that are over here, and of which the store may not know: it is told until it
 * confirms.
 */
final class LeaseEndings {

	private final StoreCalls calls;

	private final Map<Long, LeaseEnding> endings = new ConcurrentHashMap<>();

	LeaseEndings(StoreCalls calls) {
		this.calls = calls;
	}

	boolean isEmpty() {
		return this.endings.isEmpty();
	}

	boolean contains(long id) {
		return this.endings.containsKey(id);
	}

	/** Notes one that the store is yet to be told of. */
	LeaseEnding add(Grant grant, boolean forget) {
		LeaseEnding ending = new LeaseEnding(grant, forget);
		this.endings.put(grant.id(), ending);
		return ending;
	}

	void tellAll() {
		this.endings.values().forEach(this::tell);
	}

	/** Tells the store, unless that is underway, or of no use. */
	void tell(LeaseEnding ending) {
		if (this.calls.isDown() || !ending.underway.compareAndSet(false, true)) {
			return;
		}
		long id = ending.grant.id();
		this.calls.call(
				(member) -> ending.forget ? this.calls.store().forget(member, id)
						: this.calls.store().giveBack(member, id),
				Changed::figures, (changed) -> told(ending, changed.done()), (ex) -> untold(ending));
	}

	private void told(LeaseEnding ending, boolean done) {
		if (!ending.forget || done || ending.restored) {
			this.endings.remove(ending.grant.id());
			ending.told.complete(null);
			return;
		}
		// the store has lost what is to stay out
		ending.restored = true;
		this.calls.call((member) -> this.calls.store().restore(member, List.of(ending.grant)), Renewed::figures,
				(renewed) -> {
					ending.underway.set(false);
					tell(ending);
				}, (ex) -> untold(ending));
	}

	private void untold(LeaseEnding ending) {
		ending.underway.set(false);
		ending.told.complete(null);
	}

}
