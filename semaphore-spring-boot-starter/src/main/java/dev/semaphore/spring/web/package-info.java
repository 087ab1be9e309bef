/**
 * What the web stacks have in common when they answer a refused request.
 */
@NullMarked
package dev.semaphore.spring.web;

import org.jspecify.annotations.NullMarked;
