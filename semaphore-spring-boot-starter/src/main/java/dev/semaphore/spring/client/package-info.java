/**
 * Limits on the requests that an application sends.
 */
@NullMarked
package dev.semaphore.spring.client;

import org.jspecify.annotations.NullMarked;
