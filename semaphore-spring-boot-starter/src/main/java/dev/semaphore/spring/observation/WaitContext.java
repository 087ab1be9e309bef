package dev.semaphore.spring.observation;

import io.micrometer.observation.Observation;

/**
 * By its type handlers know that an observation is of a wait.
 */
final class WaitContext extends Observation.Context {

}
