package dev.semaphore.spring.store.jdbc;

import java.time.Duration;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Figures;
import dev.semaphore.store.Membership;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Terms;

/**
 * The row of one semaphore: its limit and what is counted, as of now. Whoever has it has
 * locked the semaphore.
 */
final class StoredState {

	private static final long LONGEST_RECOVERY = 1_000_000;

	final String semaphore;

	/** In microseconds, by the database. */
	final long now;

	int permits;

	int forgotten;

	/** The number of permits that an instance was last configured with. */
	int configured;

	/** 0 before the first visit. */
	long version;

	long lastToken;

	/** Without what is held exclusively. */
	int held;

	boolean exclusive;

	int queueLength;

	int instances;

	/** No instance is lost before. */
	long nextExpiry;

	/** When what is counted was last counted anew. */
	long auditedAt;

	/**
	 * Nothing is granted before, so that what was held before the tables were emptied may
	 * be restored.
	 */
	long grantsFrom;

	boolean changed;

	StoredState(String semaphore, long now) {
		this.semaphore = semaphore;
		this.now = now;
	}

	/** Larger than any before, also if the tables were emptied. */
	long tick() {
		this.changed = true;
		this.lastToken = Math.max(this.lastToken + 1, this.now);
		return this.lastToken;
	}

	/** Tokens are larger than this from now on. */
	void passed(long token) {
		if (token > this.lastToken) {
			this.lastToken = token;
			this.changed = true;
		}
	}

	boolean isRecovering() {
		return this.now < this.grantsFrom;
	}

	/** Takes over what an instance knows of the limit, if it is newer. */
	void learn(Membership member) {
		Terms known = member.terms();
		passed(known.version());
		if (this.version == 0) {
			this.configured = known.permits();
			this.nextExpiry = Long.MAX_VALUE;
			this.auditedAt = this.now;
			this.grantsFrom = (known.version() > 0) ? this.now + recovery(member.lease()) : 0;
			terms(known.permits(), known.forgotten(), (known.version() > 0) ? known.version() : tick());
		}
		else if (known.version() > this.version) {
			terms(known.permits(), known.forgotten(), known.version());
		}
		else if (known.version() == 0 && known.permits() != this.configured) {
			this.configured = known.permits();
			terms(known.permits(), this.forgotten, tick());
		}
	}

	void resize(int permits) {
		terms(permits, this.forgotten, tick());
	}

	void forget(int permits) {
		terms(this.permits, this.forgotten + permits, tick());
	}

	/** Long enough for others to notice and restore, in microseconds. */
	private static long recovery(Duration lease) {
		return Math.min(Members.micros(lease) / 3, LONGEST_RECOVERY);
	}

	private void terms(int permits, int forgotten, long version) {
		this.permits = permits;
		this.forgotten = forgotten;
		this.version = version;
		this.changed = true;
	}

	TakeOutcome judge(Ask ask) {
		if (this.queueLength == 0 && !isRecovering() && fits(ask.weight(), ask.exclusive())) {
			return TakeOutcome.GRANTED;
		}
		if (this.permits > 0 && !ask.exclusive() && ask.weight() > this.permits) {
			return TakeOutcome.TOO_LARGE;
		}
		if (!ask.waits()) {
			return TakeOutcome.UNAVAILABLE;
		}
		return (this.queueLength < ask.maxQueue()) ? TakeOutcome.QUEUED : TakeOutcome.QUEUE_FULL;
	}

	boolean fits(int weight, boolean exclusive) {
		if (exclusive) {
			return !this.exclusive && this.held == 0 && this.forgotten == 0 && this.permits > 0;
		}
		return !this.exclusive && (long) this.held + this.forgotten + weight <= this.permits;
	}

	/** Counts a claim, or no longer. */
	void count(StoredClaim claim, int times) {
		this.changed = true;
		if (!claim.isHeld()) {
			this.queueLength += times;
		}
		else if (claim.exclusive) {
			this.exclusive = times > 0;
		}
		else {
			this.held += times * claim.weight;
		}
	}

	Figures figures() {
		return new Figures(new Terms(this.permits, this.forgotten, this.version),
				this.exclusive ? this.permits : this.held, this.queueLength, this.instances);
	}

}
