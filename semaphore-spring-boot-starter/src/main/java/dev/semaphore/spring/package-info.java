/**
 * What the parts of the starter share.
 */
@NullMarked
package dev.semaphore.spring;

import org.jspecify.annotations.NullMarked;
