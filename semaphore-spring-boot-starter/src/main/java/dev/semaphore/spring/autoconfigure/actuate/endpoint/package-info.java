/**
 * Makes the endpoint where Actuator is there.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
