/**
 * What the web stacks have in common in their configuration.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
