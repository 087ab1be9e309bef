/**
 * For the tests of applications: semaphores that are full, stores that fail, and tests
 * that fail when a permit was not given back. Needs {@code spring-test}, which finds it
 * by itself.
 */
@NullMarked
package dev.semaphore.spring.test;

import org.jspecify.annotations.NullMarked;
