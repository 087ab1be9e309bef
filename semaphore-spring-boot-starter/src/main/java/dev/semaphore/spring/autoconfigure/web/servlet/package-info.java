/**
 * Answers refused requests where Spring MVC is there.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.web.servlet;

import org.jspecify.annotations.NullMarked;
