package dev.semaphore.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * After each test nobody holds a permit of any semaphore in the application context, and
 * nobody waits for one. A test after which somebody does fails, and names the semaphore
 * and who it is, and bears the stacks that took what is held as its suppressed exceptions
 * (of semaphores that are configured; others know their stacks if they
 * {@linkplain dev.semaphore.SemaphoreOptions#watchHolders() watch their holders}).
 * Permits that were {@linkplain dev.semaphore.Permit#forget() forgotten} are held by
 * nobody and do not count.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface NothingHeld {

	/**
	 * How long work that the test left behind may take to end, as in {@code 250ms} or
	 * {@code 5s}; {@code 0} for none.
	 * @return a duration in the style of Spring Boot's properties, zero or more
	 */
	String within() default "1s";

}
