package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;

/**
 * What happened to a semaphore in a span of time.
 *
 * @param length how long it was
 * @param held how many permits were held at its end
 * @param queueLength how many callers waited at its end
 * @param acquired how many requests got their permits
 * @param rejected how many were refused
 * @param waits how long those waited that got their permits
 * @param holds how long permits were held that came back
 */
record Span(Duration length, int held, int queueLength, long acquired, long rejected, Distribution waits,
		Distribution holds) {

}
