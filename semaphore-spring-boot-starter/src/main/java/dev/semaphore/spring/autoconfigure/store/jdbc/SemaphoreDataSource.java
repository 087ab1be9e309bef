package dev.semaphore.spring.autoconfigure.store.jdbc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Qualifies the {@link javax.sql.DataSource} whose connections semaphores in a database
 * use, if it is not that of the application. Semaphores use it as it is, with as many
 * connections at once as {@code semaphore.jdbc.connections} says, and one more with
 * {@code semaphore.jdbc.listen}; nobody else should use it.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface SemaphoreDataSource {

}
