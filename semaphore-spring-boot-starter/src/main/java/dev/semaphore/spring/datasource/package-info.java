/**
 * A permit for each connection that a {@link javax.sql.DataSource} hands out.
 */
@NullMarked
package dev.semaphore.spring.datasource;

import org.jspecify.annotations.NullMarked;
