/**
 * Tells the health of semaphores where that is asked for.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.actuate.health;

import org.jspecify.annotations.NullMarked;
