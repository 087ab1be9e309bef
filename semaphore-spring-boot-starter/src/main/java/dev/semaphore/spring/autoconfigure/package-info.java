/**
 * Puts the parts together in a Spring Boot application: properties, one bean for each
 * semaphore, lifecycle, and messages for start-up mistakes.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
