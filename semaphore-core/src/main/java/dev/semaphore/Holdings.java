package dev.semaphore;

import java.util.concurrent.atomic.LongAdder;

/**
 * The numbers: how many permits there are, are free, held, forgotten. Taking and giving
 * back pass the {@link StateWord} without a lock while its flags allow; every method that
 * does not say otherwise runs under the ledger's lock.
 */
final class Holdings {

	private final StateWord word;

	/**
	 * Permits beyond the first of each grant, as they are taken and given back: with them
	 * the number of grants that are held can be told from the number of permits, and so
	 * what was released from what was acquired, without counting it.
	 */
	private final LongAdder surplusTaken = new LongAdder();

	private final LongAdder surplusReturned = new LongAdder();

	/** The most that were seen released. */
	private long released;

	private int forgotten;

	/** Read without the lock. */
	private volatile int permits;

	/**
	 * What the exclusive holder holds; below zero when there is none. Read without the
	 * lock.
	 */
	private volatile int exclusiveWeight = -1;

	Holdings(int permits, int initialPermits) {
		this.permits = permits;
		this.forgotten = permits - initialPermits;
		this.word = new StateWord(initialPermits);
	}

	StateWord word() {
		return this.word;
	}

	int permits() {
		return this.permits;
	}

	int exclusiveWeight() {
		return this.exclusiveWeight;
	}

	/** Takes permits without the lock, if that is allowed and they are free. */
	boolean tryTake(int weight) {
		if (!this.word.tryTake(weight)) {
			return false;
		}
		addSurplus(weight);
		return true;
	}

	/** Gives permits back without the lock, if nobody must be told. */
	boolean tryGiveBack(int weight) {
		removeSurplus(weight);
		if (this.word.tryGiveBack(weight)) {
			return true;
		}
		addSurplus(weight);
		return false;
	}

	boolean take(int weight) {
		if (!this.word.tryTakeLocked(weight)) {
			return false;
		}
		addSurplus(weight);
		return true;
	}

	/** Takes permits whether or not they are free. */
	void overdraw(int weight) {
		addSurplus(weight);
		this.word.overdraw(weight);
	}

	void giveBack(int weight) {
		removeSurplus(weight);
		this.word.add(weight);
	}

	void forget(int weight) {
		removeSurplus(weight);
		this.forgotten += weight;
	}

	/** Takes all permits there are, if all are free. */
	boolean takeAll() {
		int all = this.permits;
		if (all == 0 || !take(all)) {
			return false;
		}
		this.exclusiveWeight = all;
		return true;
	}

	int giveBackAll() {
		int weight = endExclusive();
		giveBack(weight);
		return weight;
	}

	int forgetAll() {
		int weight = endExclusive();
		forget(weight);
		return weight;
	}

	void release(String name, int weight) {
		if (weight > this.forgotten) {
			throw new SemaphoreOverflowException(name, weight, this.forgotten);
		}
		this.forgotten -= weight;
		this.word.add(weight);
	}

	/** Changes the limit; returns the one before. */
	int resize(int permits) {
		int before = this.permits;
		int difference = permits - before;
		this.permits = permits;
		int exclusive = this.exclusiveWeight;
		if (exclusive >= 0) {
			// the exclusive holder has all permits, also those that came or went since
			this.exclusiveWeight = exclusive + difference;
			changeSurplus(difference);
		}
		else {
			this.word.add(difference);
		}
		return before;
	}

	LedgerFigures figures(int queueLength, boolean closed, long oldestWaitNanos, int keysInUse) {
		// read in this order, what is being taken or given back now counts as not
		// released
		long taken = this.surplusTaken.sum();
		StateWord.Reading reading = this.word.read();
		long returned = this.surplusReturned.sum();
		int held = this.permits - reading.available() - this.forgotten;
		this.released = Math.max(this.released, reading.acquired() - (held - taken + returned));
		return new LedgerFigures(this.permits, reading.available(), held, this.forgotten, queueLength, closed,
				oldestWaitNanos, keysInUse, reading.acquired(), this.released);
	}

	private int endExclusive() {
		int weight = this.exclusiveWeight;
		this.exclusiveWeight = -1;
		return weight;
	}

	private void addSurplus(int weight) {
		changeSurplus(weight - 1L);
	}

	private void removeSurplus(int weight) {
		changeSurplus(1L - weight);
	}

	/* Neither sum may ever go down, lest one that is read meanwhile is too large. */
	private void changeSurplus(long change) {
		if (change > 0) {
			this.surplusTaken.add(change);
		}
		else if (change < 0) {
			this.surplusReturned.add(-change);
		}
	}

}
