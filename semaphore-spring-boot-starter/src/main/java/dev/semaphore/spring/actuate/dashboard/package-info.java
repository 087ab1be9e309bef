/**
 * The page that shows semaphores to people.
 */
@NullMarked
package dev.semaphore.spring.actuate.dashboard;

import org.jspecify.annotations.NullMarked;
