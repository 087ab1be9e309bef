/**
 * Makes the page where Actuator is there and it is exposed.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.actuate.dashboard;

import org.jspecify.annotations.NullMarked;
