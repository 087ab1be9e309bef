/**
 * The health of semaphores.
 */
@NullMarked
package dev.semaphore.spring.actuate.health;

import org.jspecify.annotations.NullMarked;
