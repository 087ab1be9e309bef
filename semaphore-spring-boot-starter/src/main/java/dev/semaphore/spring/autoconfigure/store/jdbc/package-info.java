/**
 * Keeps the permits of semaphores with {@code backend: jdbc} in the database of the
 * application.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.store.jdbc;

import org.jspecify.annotations.NullMarked;
