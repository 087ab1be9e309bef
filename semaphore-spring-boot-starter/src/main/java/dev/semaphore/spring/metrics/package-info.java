/**
 * What Micrometer measures of semaphores.
 */
@NullMarked
package dev.semaphore.spring.metrics;

import org.jspecify.annotations.NullMarked;
