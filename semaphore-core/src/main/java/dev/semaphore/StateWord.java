package dev.semaphore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The one word that is changed by compare-and-set while nobody waits. From high to low:
 * 32 bits of permits available (signed), {@link #BLOCK}, {@link #TELL}, and a count of
 * acquisitions whose top bit says that it is due for folding.
 */
final class StateWord {

	/** Newcomers must not take permits past the lock. */
	static final long BLOCK = 1L << 31;

	/** Whoever gives permits back must say so under the lock. */
	static final long TELL = 1L << 30;

	private static final int COUNT_BITS = 29;

	private static final long FOLD = 1L << COUNT_BITS;

	private static final long COUNT = 2 * FOLD - 1;

	private static final int AVAILABLE_SHIFT = 32;

	private static final VarHandle VALUE;

	static {
		try {
			VALUE = MethodHandles.lookup().findVarHandle(StateWord.class, "value", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("FieldMayBeFinal")
	private volatile long value;

	/** Acquisitions folded out of the word; guarded by the ledger's lock. */
	private long folded;

	StateWord(int available) {
		this.value = (long) available << AVAILABLE_SHIFT;
	}

	/** Takes permits without the lock, unless newcomers must go there. */
	boolean tryTake(int weight) {
		long current = this.value;
		while ((current & (BLOCK | FOLD)) == 0 && available(current) >= weight) {
			if (VALUE.compareAndSet(this, current, taken(current, weight))) {
				return true;
			}
			Thread.onSpinWait();
			current = this.value;
		}
		return false;
	}

	/** Gives permits back without the lock, unless somebody there must be told. */
	boolean tryGiveBack(int weight) {
		long current = this.value;
		while ((current & TELL) == 0) {
			if (VALUE.compareAndSet(this, current, current + ((long) weight << AVAILABLE_SHIFT))) {
				return true;
			}
			Thread.onSpinWait();
			current = this.value;
		}
		return false;
	}

	/** Takes permits under the lock, whatever the flags say. */
	boolean tryTakeLocked(int weight) {
		fold();
		long current = this.value;
		while (available(current) >= weight) {
			if (VALUE.compareAndSet(this, current, taken(current, weight))) {
				return true;
			}
			current = this.value;
		}
		return false;
	}

	/** Takes permits under the lock, whether or not they are free. */
	void overdraw(int weight) {
		fold();
		VALUE.getAndAdd(this, taken(0, weight));
	}

	/** Adds permits, or takes some away, under the lock. */
	void add(int permits) {
		VALUE.getAndAdd(this, (long) permits << AVAILABLE_SHIFT);
	}

	/** Replaces both flags under the lock. */
	void flags(long flags) {
		long current = this.value;
		while ((current & (BLOCK | TELL)) != flags) {
			if (VALUE.compareAndSet(this, current, (current & ~(BLOCK | TELL)) | flags)) {
				return;
			}
			current = this.value;
		}
	}

	int available() {
		return available(this.value);
	}

	/** One consistent read of permits and acquisitions, for callers under the lock. */
	Reading read() {
		long current = this.value;
		return new Reading(available(current), this.folded + (current & COUNT));
	}

	/*
	 * The count may not carry into the flags, so half of its range is moved out in time.
	 */
	private void fold() {
		if ((this.value & FOLD) != 0) {
			VALUE.getAndAdd(this, -FOLD);
			this.folded += FOLD;
		}
	}

	private static int available(long value) {
		return (int) (value >> AVAILABLE_SHIFT);
	}

	private static long taken(long value, int weight) {
		return value - ((long) weight << AVAILABLE_SHIFT) + 1;
	}

	record Reading(int available, long acquired) {

	}

}
