/**
 * Applies {@link dev.semaphore.spring.annotation.Permits @Permits} to beans.
 */
@NullMarked
package dev.semaphore.spring.aop;

import org.jspecify.annotations.NullMarked;
