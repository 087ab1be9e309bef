package dev.semaphore.store;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * All that the store has of an instance.
 *
 * @param held the claims that hold permits, with their fencing tokens
 * @param waiting the claims that wait
 * @param figures the numbers at that moment
 */
public record Renewed(Map<Long, Long> held, Set<Long> waiting, Figures figures) {

	/**
	 * Creates an answer.
	 */
	public Renewed {
		held = Map.copyOf(held);
		waiting = Set.copyOf(waiting);
		Objects.requireNonNull(figures, "figures");
	}

}
