/**
 * What the auto-configurations of shared stores have in common.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.store;

import org.jspecify.annotations.NullMarked;
