package dev.semaphore;

import java.time.Duration;

/**
 * A semaphore at one instant: {@code available + held + forgotten = permits}.
 *
 * @param name its name
 * @param permits the limit, 0 or more
 * @param available how many permits are free; below zero while a lowered limit is worked
 * off
 * @param held how many permits are held by somebody
 * @param queueLength how many callers wait
 * @param forgotten how many permits are out, owned by nobody
 * @param state open or closed
 * @param policy the policy in force, with the current limit
 * @param oldestWait how long the caller that waits longest has waited; zero when nobody
 * waits
 * @param keysInUse how many keys hold permits or wait for them
 * @param statistics what has happened so far
 */
public record SemaphoreSnapshot(String name, int permits, int available, int held, int queueLength, int forgotten,
		SemaphoreState state, SemaphorePolicy policy, Duration oldestWait, int keysInUse,
		SemaphoreStatistics statistics) {

}
