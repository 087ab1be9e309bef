package dev.semaphore.store;

import java.util.Objects;

/**
 * The answer to a change.
 *
 * @param done whether it was made
 * @param figures the numbers after that
 */
public record Changed(boolean done, Figures figures) {

	/**
	 * Creates an answer.
	 */
	public Changed {
		Objects.requireNonNull(figures, "figures");
	}

}
