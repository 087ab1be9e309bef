package dev.semaphore.store;

import java.util.Objects;

/**
 * The numbers of one semaphore over all instances, at one moment.
 *
 * @param terms the limit and what is forgotten
 * @param held how many permits are held; all there are while somebody holds exclusively
 * @param queueLength how many claims wait
 * @param instances how many instances are alive
 */
public record Figures(Terms terms, int held, int queueLength, int instances) {

	/**
	 * Creates figures.
	 */
	public Figures {
		Objects.requireNonNull(terms, "terms");
		if (held < 0 || queueLength < 0 || instances < 0) {
			throw new IllegalArgumentException("held, queueLength and instances must be 0 or more, but are " + held
					+ ", " + queueLength + " and " + instances);
		}
	}

	/**
	 * How many permits are free.
	 * @return the number, below zero while a lowered limit is worked off
	 */
	public int available() {
		return this.terms.permits() - this.held - this.terms.forgotten();
	}

}
