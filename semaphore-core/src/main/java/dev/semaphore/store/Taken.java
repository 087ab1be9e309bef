package dev.semaphore.store;

import java.util.Objects;

/**
 * The answer to an {@link Ask}.
 *
 * @param outcome what became of it
 * @param token the fencing token if it was granted, else 0
 * @param figures the numbers after that
 */
public record Taken(TakeOutcome outcome, long token, Figures figures) {

	/**
	 * Creates an answer.
	 */
	public Taken {
		Objects.requireNonNull(outcome, "outcome");
		Objects.requireNonNull(figures, "figures");
		if ((outcome == TakeOutcome.GRANTED) != (token > 0)) {
			throw new IllegalArgumentException(outcome + " does not go with the token " + token);
		}
	}

}
