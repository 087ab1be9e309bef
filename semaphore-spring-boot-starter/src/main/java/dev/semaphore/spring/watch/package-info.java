/**
 * Reports what somebody should look at: permits that are held for long or leaked, and
 * refusals.
 */
@NullMarked
package dev.semaphore.spring.watch;

import org.jspecify.annotations.NullMarked;
