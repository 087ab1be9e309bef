/**
 * Limits the {@link javax.sql.DataSource} beans that are named under
 * {@code semaphore.datasource}.
 */
@NullMarked
package dev.semaphore.spring.autoconfigure.datasource;

import org.jspecify.annotations.NullMarked;
