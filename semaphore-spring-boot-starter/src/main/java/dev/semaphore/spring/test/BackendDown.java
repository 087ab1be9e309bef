package dev.semaphore.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every store of shared semaphores fails at once during the test, from before its
 * {@code @BeforeEach} methods until after its {@code @AfterEach} methods: calls are not
 * carried out, as if the connection was refused. What callers see of it is what
 * {@code on-backend-failure} says. On a class: during each of its tests.
 * <p>
 * The stores are the {@link dev.semaphore.store.PermitStore PermitStore} beans of the
 * application context. Semaphores come back to their store when they look for it next,
 * which may be a second after the test.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface BackendDown {

}
