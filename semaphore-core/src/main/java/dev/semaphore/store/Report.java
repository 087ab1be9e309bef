package dev.semaphore.store;

import java.util.List;
import java.util.Objects;

/**
 * What a semaphore looks like over all instances.
 *
 * @param figures the numbers
 * @param instances the instances, those that hold most first
 */
public record Report(Figures figures, List<InstanceShare> instances) {

	/**
	 * Creates a report.
	 */
	public Report {
		Objects.requireNonNull(figures, "figures");
		instances = List.copyOf(instances);
	}

}
