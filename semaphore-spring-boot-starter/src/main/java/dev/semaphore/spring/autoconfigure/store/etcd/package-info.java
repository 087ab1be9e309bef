/**
 * Keeps the permits of semaphores with {@code backend: etcd} in etcd.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.store.etcd;

import org.jspecify.annotations.NullMarked;
