/**
 * Answers refused requests where WebFlux is there.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.web.reactive;

import org.jspecify.annotations.NullMarked;
