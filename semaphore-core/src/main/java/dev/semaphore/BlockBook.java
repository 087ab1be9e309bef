package dev.semaphore;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import dev.semaphore.store.Figures;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * Which permits this instance has leased from a store, who has them here, and who waits
 * for one. Decides alone: what is to be said and asked follows when the lock is free.
 */
final class BlockBook {

	/*
	 * A unit is one permit that the store counts as held by this instance, from the
	 * answer that grants it until it is struck here, before the store is told. It has one
	 * caller at the most. So no more hold permits here than the store has leased.
	 */

	/** Units are named apart from claims that go to the store themselves. */
	static final long FIRST_UNIT = 1L << 40;

	/** While others wait, no unit is kept for longer than this and the end of a hold. */
	private static final long SLICE_NANOS = Duration.ofMillis(100).toNanos();

	/** What nobody here has used for so long is given back. */
	private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

	/** So many more are asked for at once if they are free. */
	private static final int BLOCK = 7;

	private final ReentrantLock lock = new ReentrantLock();

	private final TimeSource time;

	private final long leaseNanos;

	private final BlockVoice voice;

	private final BlockUnits units = new BlockUnits();

	private final BlockAsks asks = new BlockAsks();

	private final Set<Long> waiting = new LinkedHashSet<>();

	private volatile Figures figures;

	/** Whether the store was without something in use here when it was asked last. */
	private boolean lacking;

	/** How many permits others wait for, or are owed since the limit was lowered. */
	private int pressure;

	private long ids = FIRST_UNIT;

	private long changes;

	/** When a call that was answered last was sent. */
	private volatile long lastContact;

	BlockBook(TimeSource time, Duration lease, Figures figures, BlockVoice voice) {
		this.time = time;
		this.leaseNanos = lease.toNanos();
		this.figures = figures;
		this.voice = voice;
		this.lastContact = time.nanoTime();
	}

	/** Changes something, and says afterwards what follows. */
	<T> T change(Function<Queue<Runnable>, T> change) {
		Queue<Runnable> after = new ArrayDeque<>(2);
		T result;
		this.lock.lock();
		try {
			result = change.apply(after);
		}
		finally {
			this.lock.unlock();
		}
		after.forEach(Runnable::run);
		return result;
	}

	/** How long the leases last for certain; 0 or less if they may have ended. */
	long leftNanos() {
		return this.lastContact + this.leaseNanos - this.time.nanoTime();
	}

	Terms terms() {
		return this.figures.terms();
	}

	/* Under the lock: */

	/** The store has answered a call that was sent then. */
	void learn(long sentAt, Figures latest) {
		if (leftNanos() <= 0) {
			// that the store answers again does not give back what it took meanwhile
			this.units.removeIdle();
			this.asks.clear();
			this.units.list().forEach(this::doubt);
		}
		if (sentAt - this.lastContact > 0) {
			this.lastContact = sentAt;
		}
		if (latest.terms().version() >= this.figures.terms().version()) {
			this.figures = latest;
		}
		int mine = this.asks.count((ask) -> ask.waits);
		this.pressure = Math.max(latest.queueLength() - mine, 0) + Math.max(-latest.available(), 0);
	}

	private void doubt(BlockUnit unit) {
		unit.doubtful = true;
		unit.changed = ++this.changes;
	}

	long mark() {
		return this.changes;
	}

	boolean isEmpty() {
		return this.units.size() == 0 && this.asks.size() == 0 && this.waiting.isEmpty();
	}

	boolean isWaiting(long claim) {
		return this.waiting.contains(claim);
	}

	int waiting() {
		return this.waiting.size();
	}

	@Nullable BlockUnit held(long claim) {
		return this.units.held(claim);
	}

	/** The name in the store of what a claim has: a unit, or itself. */
	long unitOf(long claim) {
		BlockUnit unit = held(claim);
		return (unit != null) ? unit.id : claim;
	}

	/** Gives back what nobody has. */
	void letGoOfIdle(Queue<Runnable> after) {
		this.units.idle().forEach((unit) -> giveUp(unit, after));
	}

	/**
	 * The numbers as callers here see them: what is idle here is free, and who waits here
	 * waits.
	 */
	Figures seen(Figures latest) {
		int queued = this.asks.count((ask) -> ask.queued);
		return new Figures(latest.terms(), Math.max(latest.held() - this.units.idleCount(), 0),
				Math.max(latest.queueLength() - queued, 0) + this.waiting.size(), latest.instances());
	}

	Figures seen() {
		return seen(this.figures);
	}

	/** Takes a unit that nobody has, if nobody waits; null if there is none. */
	@Nullable BlockUnit takeIdle(long claim) {
		return (this.waiting.isEmpty() && leftNanos() > 0) ? this.units.takeIdle(claim) : null;
	}

	/** Has a claim wait; returns the unit to ask for on its behalf, or 0. */
	long queue(long claim) {
		this.waiting.add(claim);
		boolean later = this.lacking && this.units.size() > 0;
		return (later || isAskedForEnough()) ? 0 : newAsk(true, 0);
	}

	/** A unit to be asked for, on behalf of one claim alone unless that is 0. */
	long newAsk(boolean waits, long claim) {
		this.asks.add(new BlockAsk(++this.ids, waits, claim, this.time.nanoTime()));
		return this.ids;
	}

	/** More units at once, as long as they are free, up to this instance's even share. */
	void askForMore(Queue<Runnable> after) {
		int share = LocalShare.of(this.figures) - this.units.size() - this.asks.size();
		int more = (this.figures.queueLength() > 0) ? 0
				: Math.min(Math.min(BLOCK, share), this.figures.available() - this.asks.size());
		for (int i = 0; i < more; i++) {
			long unit = newAsk(false, 0);
			after.add(() -> this.voice.ask(unit, false));
		}
	}

	/** The store has granted a unit. */
	void arrived(long id, long token, Queue<Runnable> after) {
		BlockAsk ask = this.asks.remove(id);
		if (ask != null) {
			BlockUnit unit = new BlockUnit(id, token, this.time.nanoTime(), ++this.changes);
			this.units.add(unit);
			if (ask.claim > 0) {
				this.units.hold(ask.claim, unit);
			}
			else {
				free(unit, after);
			}
		}
		else if (!this.units.contains(id)) {
			after.add(() -> this.voice.giveBack(id));
		}
	}

	void queued(long id) {
		this.asks.queued(id, ++this.changes);
	}

	void refused(long id) {
		this.asks.remove(id);
	}

	/** Nobody knows whether the store has it: the next look tells. */
	void unanswered(long id, long claim) {
		this.waiting.remove(claim);
		this.asks.unanswered(id, ++this.changes);
	}

	/** Ends a claim; returns whether it was one of this book's. */
	boolean end(long claim, Queue<Runnable> after) {
		BlockUnit unit = this.units.letGo(claim);
		if (unit != null) {
			free(unit, after);
			return true;
		}
		this.asks.unbind(claim);
		return this.waiting.remove(claim);
	}

	/** Strikes a unit that a claim has from the book. */
	void strike(long claim) {
		BlockUnit unit = this.units.letGo(claim);
		if (unit != null) {
			this.units.remove(unit);
		}
	}

	/** What claims here have was to be restored. */
	void restored(Collection<Long> claims, Renewed renewed, long mark) {
		for (long claim : claims) {
			BlockUnit unit = held(claim);
			if (unit == null || unit.changed > mark) {
				continue;
			}
			if (renewed.held().containsKey(unit.id)) {
				unit.doubtful = false;
				unit.changed = ++this.changes;
			}
			else {
				strike(claim);
			}
		}
	}

	/** The instance leaves. */
	void clear() {
		this.units.clear();
		this.asks.clear();
		this.waiting.clear();
	}

	/** Compares with what the store had when there were so many changes. */
	void compare(Renewed renewed, long mark, Queue<Runnable> after) {
		for (BlockUnit unit : this.units.list()) {
			boolean missing = !renewed.held().containsKey(unit.id);
			if (unit.changed <= mark) {
				unit.doubtful &= missing;
				unit.lacked |= missing;
				if (missing && this.units.isIdle(unit)) {
					this.units.remove(unit);
				}
			}
		}
		for (BlockAsk ask : this.asks.list()) {
			Long token = renewed.held().get(ask.id);
			if (token != null) {
				arrived(ask.id, token, after);
			}
		}
		this.asks.compare(renewed.waiting(), mark, this.time.nanoTime() - this.leaseNanos);
		strangers(renewed).forEach((id) -> after.add(() -> this.voice.giveBack(id)));
		letGo(after);
		this.lacking = isMissing(renewed, mark);
		if (this.lacking) {
			// that is restored first, and what nobody uses makes room for it
			letGoOfIdle(after);
		}
		else {
			askForWhoeverWaits(after);
		}
	}

	/** Whether the store lacks what is in use here. */
	boolean isMissing(Renewed renewed, long mark) {
		return this.units.isAnyHeld((unit) -> unit.changed <= mark && !renewed.held().containsKey(unit.id));
	}

	/** What the store has, in the words of those above. */
	Renewed translate(Renewed renewed, long mark) {
		Map<Long, Long> held = new HashMap<>(renewed.held());
		held.keySet().removeIf((id) -> id >= FIRST_UNIT);
		this.units.forEachHeld((claim, unit) -> {
			Long token = renewed.held().get(unit.id);
			if (token != null || unit.changed > mark) {
				held.put(claim, (token != null) ? token : unit.token);
			}
		});
		Set<Long> waiters = new HashSet<>(renewed.waiting());
		waiters.removeIf((id) -> id >= FIRST_UNIT);
		waiters.addAll(this.waiting);
		return new Renewed(held, waiters, seen(renewed.figures()));
	}

	/** Gives back what is idle for long, or others wait for. */
	private void letGo(Queue<Runnable> after) {
		long now = this.time.nanoTime();
		for (BlockUnit unit : this.units.idle()) {
			if (this.pressure > 0 || now - unit.idleSince >= IDLE_NANOS) {
				giveUp(unit, after);
			}
		}
		int surplus = this.asks.unbound() - this.waiting.size();
		this.asks.withdraw(surplus).forEach((ask) -> after.add(() -> this.voice.giveBack(ask.id)));
	}

	private void askForWhoeverWaits(Queue<Runnable> after) {
		while (!this.waiting.isEmpty() && !isAskedForEnough()) {
			long unit = newAsk(true, 0);
			after.add(() -> this.voice.ask(unit, true));
		}
	}

	private List<Long> strangers(Renewed renewed) {
		List<Long> strangers = new ArrayList<>(renewed.held().keySet());
		strangers.addAll(renewed.waiting());
		strangers.removeIf((id) -> id < FIRST_UNIT || this.units.contains(id) || this.asks.contains(id));
		return strangers;
	}

	private void free(BlockUnit unit, Queue<Runnable> after) {
		long now = this.time.nanoTime();
		boolean due = this.pressure > 0 && (this.waiting.isEmpty() || now - unit.since >= SLICE_NANOS);
		if (due || unit.doubtful || unit.lacked || leftNanos() <= 0) {
			this.pressure = Math.max(this.pressure - 1, 0);
			giveUp(unit, after);
		}
		else if (this.waiting.isEmpty()) {
			unit.idleSince = now;
			this.units.addIdle(unit);
		}
		else {
			long claim = this.waiting.iterator().next();
			this.waiting.remove(claim);
			this.units.hold(claim, unit);
			after.add(() -> this.voice.granted(claim, unit.token));
		}
	}

	private void giveUp(BlockUnit unit, Queue<Runnable> after) {
		this.units.remove(unit);
		after.add(() -> this.voice.giveBack(unit.id));
	}

	private boolean isAskedForEnough() {
		return this.asks.unbound() >= Math.min(this.waiting.size(), Math.max(this.figures.terms().permits(), 1));
	}

}
