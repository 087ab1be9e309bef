/**
 * Tells listeners of the application and the Flight Recorder of semaphores.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
