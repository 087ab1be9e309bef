/**
 * What happens to semaphores as events: of the application, and of the Flight Recorder.
 */
@NullMarked
package dev.semaphore.spring.event;

import org.jspecify.annotations.NullMarked;
