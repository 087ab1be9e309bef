package dev.semaphore.spring.store.jdbc;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The claims of one semaphore as far as a transaction has seen and changed them. Changes
 * are written late and together, and always before anything is read.
 */
final class Claims {

	/** So many of the queue are read at once. */
	private static final int SLICE = 20;

	private final ClaimTable table;

	private final String semaphore;

	private final Map<Key, StoredClaim> known = new HashMap<>();

	private final Set<StoredClaim> touched = new LinkedHashSet<>();

	private final Queue<StoredClaim> queue = new ArrayDeque<>();

	/** The place of the last that was read of the queue. */
	private long position = -1;

	Claims(ClaimTable table, String semaphore) {
		this.table = table;
		this.semaphore = semaphore;
	}

	/** Reads those that will be asked for. */
	void read(String instance, Collection<Long> ids) {
		if (!ids.isEmpty()) {
			meet(this.table.find(this.semaphore, instance, ids));
		}
	}

	/** One that was read, or made. */
	@Nullable StoredClaim find(String instance, long id) {
		StoredClaim claim = this.known.get(new Key(instance, id));
		return (claim != null && !claim.ended) ? claim : null;
	}

	List<StoredClaim> of(String instance) {
		write();
		return meet(this.table.of(this.semaphore, instance));
	}

	List<StoredClaim> of(Collection<String> instances, int limit) {
		write();
		return meet(this.table.of(this.semaphore, instances, limit));
	}

	/** The first in the queue, or null if nobody waits. */
	@Nullable StoredClaim firstWaiting() {
		while (true) {
			if (this.queue.isEmpty()) {
				write();
				this.queue.addAll(meet(this.table.waiting(this.semaphore, this.position, SLICE)));
			}
			StoredClaim first = this.queue.peek();
			if (first == null) {
				return null;
			}
			this.position = first.position;
			if (!first.ended && !first.isHeld()) {
				return first;
			}
			this.queue.remove();
		}
	}

	StoredClaim add(StoredClaim claim) {
		this.known.put(new Key(claim.instance, claim.id), claim);
		this.touched.add(claim);
		return claim;
	}

	void grant(StoredClaim claim, long token) {
		claim.token = token;
		this.touched.add(claim);
	}

	void end(StoredClaim claim) {
		claim.ended = true;
		this.touched.add(claim);
	}

	/** Writes what has changed. */
	void write() {
		// in this order: one that was ended may have been made again
		this.table.delete(this.semaphore, touched((claim) -> claim.stored && claim.ended));
		this.table.insert(this.semaphore, touched((claim) -> !claim.stored && !claim.ended));
		this.table.update(this.semaphore, touched((claim) -> claim.stored && !claim.ended));
		this.touched.forEach((claim) -> claim.stored = !claim.ended);
		this.touched.clear();
	}

	private List<StoredClaim> touched(Predicate<StoredClaim> kind) {
		return this.touched.stream().filter(kind).toList();
	}

	/** There is one object for each row. */
	private List<StoredClaim> meet(List<StoredClaim> rows) {
		return rows.stream()
			.map((row) -> this.known.merge(new Key(row.instance, row.id), row, (old, same) -> old))
			.toList();
	}

	private record Key(String instance, long id) {
	}

}
