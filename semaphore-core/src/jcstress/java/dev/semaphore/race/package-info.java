/**
 * Races on the real machine, by jcstress.
 */
@NullMarked
package dev.semaphore.race;

import org.jspecify.annotations.NullMarked;
