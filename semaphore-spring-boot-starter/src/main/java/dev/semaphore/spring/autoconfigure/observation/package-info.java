/**
 * Observes waits where Micrometer is there.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
