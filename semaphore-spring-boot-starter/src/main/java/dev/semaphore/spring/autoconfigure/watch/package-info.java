/**
 * Reports long holds, leaks and refusals in the log.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.watch;

import org.jspecify.annotations.NullMarked;
