/**
 * Keeps the permits of semaphores in tables of a relational database.
 */
@NullMarked
package dev.semaphore.spring.store.jdbc;

import org.jspecify.annotations.NullMarked;
