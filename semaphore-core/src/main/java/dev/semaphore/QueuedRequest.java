package dev.semaphore;

import java.time.Duration;

/**
 * A request that waits for permits.
 *
 * @param request what is asked for
 * @param waitedFor since when, as the time passed
 */
public record QueuedRequest(AcquireRequest request, Duration waitedFor) {

}
