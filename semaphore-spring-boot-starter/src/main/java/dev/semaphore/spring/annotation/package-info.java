/**
 * The annotation that puts a method behind a semaphore.
 */
@NullMarked
package dev.semaphore.spring.annotation;

import org.jspecify.annotations.NullMarked;
