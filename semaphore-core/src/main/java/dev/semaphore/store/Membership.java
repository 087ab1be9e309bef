package dev.semaphore.store;

import java.time.Duration;
import java.util.Objects;

/**
 * An instance of an application as a user of one semaphore.
 *
 * @param semaphore the name of the semaphore, not blank
 * @param instance the instance, unique among all that ever use the store; not blank
 * @param lease how long what it has stays after its last call, longer than zero
 * @param terms what it knows of the limit
 */
public record Membership(String semaphore, String instance, Duration lease, Terms terms) {

	/**
	 * Creates a membership.
	 */
	public Membership {
		if (semaphore.isBlank() || instance.isBlank()) {
			throw new IllegalArgumentException(
					"Neither name may be blank, but they are '" + semaphore + "' and '" + instance + "'");
		}
		Objects.requireNonNull(terms, "terms");
		if (lease.isNegative() || lease.isZero()) {
			throw new IllegalArgumentException("lease must be longer than zero, but is " + lease);
		}
	}

	/**
	 * This membership with other terms.
	 * @param terms what the instance knows of the limit
	 * @return the membership
	 */
	public Membership withTerms(Terms terms) {
		return new Membership(this.semaphore, this.instance, this.lease, terms);
	}

}
