/**
 * Permits in Redis or Valkey.
 */
@NullMarked
package dev.semaphore.spring.store.redis;

import org.jspecify.annotations.NullMarked;
