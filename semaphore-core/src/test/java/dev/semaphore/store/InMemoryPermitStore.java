package dev.semaphore.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A store in this process: the reference for others, and what the semaphores above stores
 * are tested with. Answers at once, on the thread that calls.
 */
public final class InMemoryPermitStore implements PermitStore {

	private final String kind;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, StoredSemaphore> semaphores = new HashMap<>();

	private final Map<Seat, GrantListener> listeners = new ConcurrentHashMap<>();

	private long ticks;

	/**
	 * Creates an empty store of the kind {@code memory}.
	 * @param nanoTime the store's clock
	 */
	public InMemoryPermitStore(LongSupplier nanoTime) {
		this("memory", nanoTime);
	}

	/**
	 * Creates an empty store that stands in for one of another kind.
	 * @param kind the kind, such as {@code redis}
	 * @param nanoTime the store's clock
	 */
	public InMemoryPermitStore(String kind, LongSupplier nanoTime) {
		this.kind = kind;
		this.nanoTime = nanoTime;
	}

	@Override
	public String kind() {
		return this.kind;
	}

	@Override
	public Subscription subscribe(String semaphore, String instance, GrantListener listener) {
		Seat seat = new Seat(semaphore, instance);
		this.listeners.put(seat, listener);
		return () -> this.listeners.remove(seat, listener);
	}

	@Override
	public CompletionStage<Taken> take(Membership member, Ask ask) {
		return change(member, (stored, present) -> stored.take(present, ask));
	}

	@Override
	public CompletionStage<Changed> giveBack(Membership member, long id) {
		return change(member, (stored, present) -> stored.changed(stored.end(present, id)));
	}

	@Override
	public CompletionStage<Changed> forget(Membership member, long id) {
		return change(member, (stored, present) -> stored.changed(stored.forget(present, id)));
	}

	@Override
	public CompletionStage<Changed> release(Membership member, int permits) {
		return change(member, (stored, present) -> stored.changed(stored.release(permits)));
	}

	@Override
	public CompletionStage<Changed> resize(Membership member, int permits) {
		CompletionStage<Changed> answer = change(member, (stored, present) -> stored.changed(stored.resize(permits)));
		lookAgain(member.semaphore());
		return answer;
	}

	@Override
	public CompletionStage<Renewed> renew(Membership member) {
		return change(member, (stored, present) -> () -> stored.all(present));
	}

	@Override
	public CompletionStage<Renewed> restore(Membership member, List<Grant> grants) {
		return change(member, (stored, present) -> {
			grants.forEach((grant) -> stored.restore(present, grant));
			return () -> stored.all(present);
		});
	}

	@Override
	public CompletionStage<Report> report(Membership member, int limit) {
		return change(member, (stored, present) -> () -> stored.report(limit));
	}

	@Override
	public CompletionStage<Changed> leave(Membership member) {
		return change(member, (stored, present) -> {
			stored.leave(present);
			return stored.changed(true);
		});
	}

	/**
	 * Forgets everything, as a server does that is flushed or replaced by an empty one.
	 */
	public void flush() {
		this.lock.lock();
		try {
			this.semaphores.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private <T> CompletionStage<T> change(Membership member,
			BiFunction<StoredSemaphore, StoredMember, Supplier<T>> change) {
		List<StoredClaim> granted = new ArrayList<>();
		T answer;
		boolean lost;
		this.lock.lock();
		try {
			long now = this.nanoTime.getAsLong();
			boolean known = this.semaphores.containsKey(member.semaphore());
			StoredSemaphore stored = this.semaphores.computeIfAbsent(member.semaphore(),
					(name) -> new StoredSemaphore(member, now, this::tick));
			stored.learn(member.terms());
			StoredMember present = stored.enter(member, now);
			stored.expire(now);
			stored.serve(granted);
			Supplier<T> described = change.apply(stored, present);
			stored.serve(granted);
			answer = described.get();
			lost = !known && stored.isRecovering();
		}
		finally {
			this.lock.unlock();
		}
		granted.forEach((claim) -> {
			GrantListener listener = this.listeners.get(new Seat(member.semaphore(), claim.member.instance));
			if (listener != null) {
				listener.granted(claim.ask.id(), claim.token);
			}
		});
		if (lost) {
			lookAgain(member.semaphore());
		}
		return CompletableFuture.completedFuture(answer);
	}

	private void lookAgain(String semaphore) {
		this.listeners.forEach((seat, listener) -> {
			if (seat.semaphore.equals(semaphore)) {
				listener.lookAgain();
			}
		});
	}

	/* Never the same twice, also after a flush. */
	private long tick() {
		return ++this.ticks;
	}

	private record Seat(String semaphore, String instance) {

	}

}
