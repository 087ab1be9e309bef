/**
 * A small service whose work is limited by semaphores.
 */
@NullMarked
package dev.semaphore.sample;

import org.jspecify.annotations.NullMarked;
