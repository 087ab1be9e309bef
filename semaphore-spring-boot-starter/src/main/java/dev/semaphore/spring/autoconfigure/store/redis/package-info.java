/**
 * Auto-configuration of permits in Redis.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.store.redis;

import org.jspecify.annotations.NullMarked;
