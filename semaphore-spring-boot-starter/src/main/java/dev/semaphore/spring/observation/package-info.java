/**
 * Semaphores as Micrometer observes them.
 */
@NullMarked
package dev.semaphore.spring.observation;

import org.jspecify.annotations.NullMarked;
