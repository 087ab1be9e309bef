package dev.semaphore.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * All permits of these semaphores are taken during the test, from before its
 * {@code @BeforeEach} methods until after its {@code @AfterEach} methods: whoever wants
 * one waits or is refused. On a class: during each of its tests; a method's own
 * annotation replaces the class's.
 * <p>
 * A test that raises the limit by {@code resize} makes room. A test fails before it
 * begins when a semaphore is unknown or somebody holds one of its permits.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface Saturated {

	/**
	 * The names of the semaphores; at least one.
	 * @return the names
	 */
	String[] value();

}
