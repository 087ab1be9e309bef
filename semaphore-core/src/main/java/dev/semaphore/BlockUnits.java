package dev.semaphore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The permits that are leased from a store, and which claim here has which: each has one
 * at the most. Guarded by the lock of its {@link BlockBook}.
 */
final class BlockUnits {

	private final Map<Long, BlockUnit> units = new LinkedHashMap<>();

	private final Map<Long, BlockUnit> held = new HashMap<>();

	/** What nobody has. */
	private final Deque<BlockUnit> idle = new ArrayDeque<>();

	void add(BlockUnit unit) {
		this.units.put(unit.id, unit);
	}

	void remove(BlockUnit unit) {
		this.units.remove(unit.id);
		this.idle.remove(unit);
	}

	void removeIdle() {
		idle().forEach(this::remove);
	}

	void clear() {
		this.units.clear();
		this.held.clear();
		this.idle.clear();
	}

	boolean contains(long id) {
		return this.units.containsKey(id);
	}

	int size() {
		return this.units.size();
	}

	List<BlockUnit> list() {
		return List.copyOf(this.units.values());
	}

	void hold(long claim, BlockUnit unit) {
		this.held.put(claim, unit);
	}

	/** What a claim has; null if nothing of these. */
	@Nullable BlockUnit held(long claim) {
		return this.held.get(claim);
	}

	/** A claim ends; returns what it had, or null if that was none of these. */
	@Nullable BlockUnit letGo(long claim) {
		return this.held.remove(claim);
	}

	boolean isAnyHeld(Predicate<BlockUnit> condition) {
		return this.held.values().stream().anyMatch(condition);
	}

	void forEachHeld(BiConsumer<Long, BlockUnit> consumer) {
		this.held.forEach(consumer);
	}

	List<BlockUnit> idle() {
		return List.copyOf(this.idle);
	}

	int idleCount() {
		return this.idle.size();
	}

	boolean isIdle(BlockUnit unit) {
		return this.idle.contains(unit);
	}

	void addIdle(BlockUnit unit) {
		this.idle.addFirst(unit);
	}

	/** A claim gets what was used last of what nobody has; null if there is nothing. */
	@Nullable BlockUnit takeIdle(long claim) {
		BlockUnit unit = this.idle.pollFirst();
		if (unit != null) {
			hold(claim, unit);
		}
		return unit;
	}

}
