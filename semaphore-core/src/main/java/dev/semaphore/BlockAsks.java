package dev.semaphore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What a store was asked for and has not granted yet, as far as is known. Guarded by the
 * lock of its {@link BlockBook}.
 */
final class BlockAsks {

	private final Map<Long, BlockAsk> asks = new LinkedHashMap<>();

	void add(BlockAsk ask) {
		this.asks.put(ask.id, ask);
	}

	@Nullable BlockAsk remove(long id) {
		return this.asks.remove(id);
	}

	void clear() {
		this.asks.clear();
	}

	boolean contains(long id) {
		return this.asks.containsKey(id);
	}

	List<BlockAsk> list() {
		return List.copyOf(this.asks.values());
	}

	int size() {
		return this.asks.size();
	}

	int count(Predicate<BlockAsk> condition) {
		return (int) this.asks.values().stream().filter(condition).count();
	}

	/** How many are on behalf of whoever waits first. */
	int unbound() {
		return count((ask) -> ask.claim == 0);
	}

	/** The store has it in its queue. */
	void queued(long id, long change) {
		BlockAsk ask = this.asks.get(id);
		if (ask != null) {
			ask.answered = true;
			ask.queued = true;
			ask.changed = change;
		}
	}

	/** Nobody knows whether the store has it. */
	void unanswered(long id, long change) {
		BlockAsk ask = this.asks.get(id);
		if (ask != null) {
			ask.claim = 0;
			ask.answered = true;
			ask.changed = change;
		}
	}

	/** Who asked for something alone does not want it any more. */
	void unbind(long claim) {
		this.asks.values().stream().filter((ask) -> ask.claim == claim).forEach((ask) -> ask.claim = 0);
	}

	/**
	 * Strikes what the store had not in its queue when there were so many changes. What
	 * was asked for before a certain time gets no answer any more.
	 */
	void compare(Set<Long> queue, long mark, long overdue) {
		for (BlockAsk ask : list()) {
			if ((ask.answered || ask.since - overdue <= 0) && ask.changed <= mark) {
				ask.queued = queue.contains(ask.id);
				if (!ask.queued) {
					this.asks.remove(ask.id);
				}
			}
		}
	}

	/** Strikes so many at the most that are in the store's queue, and returns them. */
	List<BlockAsk> withdraw(int surplus) {
		List<BlockAsk> withdrawn = this.asks.values()
			.stream()
			.filter((ask) -> ask.queued)
			.limit(Math.max(surplus, 0))
			.toList();
		withdrawn.forEach((ask) -> this.asks.remove(ask.id));
		return withdrawn;
	}

}
