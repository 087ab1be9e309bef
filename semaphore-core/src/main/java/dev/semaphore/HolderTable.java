package dev.semaphore;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
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

	HolderTable(int permits) {
		int slots = Math.min(Math.max(permits, PROBES), MAX_SLOTS / 2) * 2;
		this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(slots * 2 - 1));
	}

	void add(TracedPermit permit) {
		int mask = this.slots.length() - 1;
		int start = (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 32);
		for (int i = 0; i < PROBES; i++) {
			int slot = (start + i) & mask;
			if (this.slots.getPlain(slot) == null && this.slots.compareAndSet(slot, null, permit)) {
				permit.slot = slot;
				return;
			}
		}
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

	/** The holders now, the oldest first. */
	List<PermitHolder> list(int limit, long now) {
		Stream<TracedPermit> slotted = IntStream.range(0, this.slots.length())
			.mapToObj(this.slots::get)
			.flatMap(Stream::ofNullable);
		return Stream.concat(slotted, this.others.stream())
			.sorted(Comparator.comparingLong((permit) -> permit.since() - now))
			.limit(limit)
			.map((permit) -> permit.describe(now))
			.toList();
	}

}
