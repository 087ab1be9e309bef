package dev.semaphore.spring;

import java.util.List;

/**
 * Semaphores that calls take in orders that contradict each other: one call holds
 * {@code a} and takes {@code b}, another one holds {@code b} and takes {@code a}. When
 * both run out of permits, each waits for the other until its max wait has passed.
 */
public interface DeadlockHazards {

	/**
	 * What has been seen since the start, in the order of discovery. A cycle is reported
	 * once, whether or not anybody has waited.
	 * @return a copy; empty if there is nothing to worry about
	 */
	List<Cycle> found();

	/**
	 * Semaphores that are taken in a circle.
	 *
	 * @param semaphores their names: each is held while the next is taken, and the last
	 * while the first is taken
	 * @param calls for each of them, who holds it and who takes the next
	 */
	record Cycle(List<String> semaphores, List<String> calls) {

		/**
		 * Creates a cycle.
		 */
		public Cycle {
			semaphores = List.copyOf(semaphores);
			calls = List.copyOf(calls);
		}

	}

}
