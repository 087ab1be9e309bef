/**
 * Answers refused requests on WebFlux.
 */
@NullMarked
package dev.semaphore.spring.web.reactive;

import org.jspecify.annotations.NullMarked;
