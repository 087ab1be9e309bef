package dev.semaphore.sample;

import java.time.Duration;

/**
 * The time that a task spends in systems which this sample does not have: a market's
 * feed, a large database, a model. Without it nothing would ever wait here.
 */
@FunctionalInterface
interface Workload {

	/**
	 * Returns when the task is done.
	 * @param task what is done, for people to read
	 * @param time how long it takes
	 */
	void run(String task, Duration time);

}
