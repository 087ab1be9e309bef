/**
 * The Actuator endpoint that shows semaphores and changes them.
 */
@NullMarked
package dev.semaphore.spring.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
