/**
 * Keeps the permits of semaphores in etcd.
 */
@NullMarked
package dev.semaphore.spring.store.etcd;

import org.jspecify.annotations.NullMarked;
