/**
 * What a shared store must do, so that semaphores over it hold for a whole cluster.
 */
@NullMarked
package dev.semaphore.store;

import org.jspecify.annotations.NullMarked;
