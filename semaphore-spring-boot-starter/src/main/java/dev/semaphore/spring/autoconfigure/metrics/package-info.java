/**
 * Measures semaphores where Micrometer is there.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
