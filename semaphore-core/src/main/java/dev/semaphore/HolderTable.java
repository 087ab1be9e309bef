package dev.semaphore;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Who holds permits. A holder takes a free slot near the one its thread's id points to,
 * so that taking and leaving are one atomic operation each and threads seldom meet; what
 * finds no slot nearby goes to a set.
 */
final class HolderTable {

	private static final int MAX_SLOTS = 1024;

	private static final int PROBES = 8;

	private final AtomicReferenceArray<@Nullable TracedPermit> slots;

	private final Set<TracedPermit> others = ConcurrentHashMap.newKeySet();

	private final boolean watched;

	private final LongAdder leaks = new LongAdder();

	/**
	 * @param permits about how many holders there may be
	 * @param watched whether to know which stack took a permit, and whether it leaked
	 */
	HolderTable(int permits, boolean watched) {
		this.watched = watched;
		int slots = Math.min(Math.max(permits, PROBES), MAX_SLOTS / 2) * 2;
		this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(slots * 2 - 1));
	}

	/** Where the current thread is, if that is to be known. */
	@Nullable Throwable trace() {
		return this.watched ? new Throwable("A permit was asked for here") : null;
	}

	/** Adds a holder; returns what it is to be given. */
	Permit add(TracedPermit permit) {
		Permit handle = this.watched ? new WatchedPermit(permit, () -> collected(permit)) : permit;
		place(permit);
		return handle;
	}

	/** How many were never given back and cannot be. */
	long leaks() {
		return this.leaks.sum();
	}

	private void collected(TracedPermit permit) {
		if (permit.leak()) {
			this.leaks.increment();
		}
	}

	private void place(TracedPermit permit) {
		int mask = this.slots.length() - 1;
		int start = (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 32);
		for (int i = 0; i < PROBES; i++) {
			int slot = (start + i) & mask;
			// before others see it there, who may end it
			permit.slot = slot;
			if (this.slots.getPlain(slot) == null && this.slots.compareAndSet(slot, null, permit)) {
				return;
			}
		}
		permit.slot = -1;
		this.others.add(permit);
	}

	void remove(TracedPermit permit) {
		if (permit.slot >= 0) {
			this.slots.setRelease(permit.slot, null);
		}
		else {
			this.others.remove(permit);
		}
	}

	/**
	 * The permit of the holder that was listed with this number; null if it has ended.
	 */
	@Nullable TracedPermit find(long id) {
		return all().filter((permit) -> permit.hasId(id)).findFirst().orElse(null);
	}

	/** The holders now, the oldest first. */
	List<PermitHolder> list(int limit, long now) {
		return all().sorted(Comparator.comparingLong((permit) -> permit.since() - now))
			.limit(limit)
			.map((permit) -> permit.describe(now))
			.toList();
	}

	private Stream<TracedPermit> all() {
		Stream<TracedPermit> slotted = IntStream.range(0, this.slots.length())
			.mapToObj(this.slots::get)
			.flatMap(Stream::ofNullable);
		return Stream.concat(slotted, this.others.stream());
	}

}
