/**
 * Counting semaphores: named limits on how much may happen at once.
 */
@NullMarked
package dev.semaphore;

import org.jspecify.annotations.NullMarked;
