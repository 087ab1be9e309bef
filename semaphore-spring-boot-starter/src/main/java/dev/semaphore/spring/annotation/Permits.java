package dev.semaphore.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Puts a method behind a semaphore: a permit is taken before the body runs and given back
 * when its work is over. A caller that gets none within the max wait is refused with a
 * {@link dev.semaphore.PermitRejectedException PermitRejectedException}, and the body has
 * not run then.
 * <p>
 * On a class: every public method of it, with one shared semaphore; on an interface: the
 * methods of the interface. A method's own annotation replaces it. Annotations on two
 * interfaces that differ on one method stop the start. May stand on a meta-annotation.
 * Works on Spring beans, for calls from other beans: on class proxies for public,
 * protected and package-visible methods, on interface proxies for those of the
 * interfaces. An annotation that no proxy can honour stops the start.
 * <p>
 * Expressions are SpEL, as for {@code @Cacheable}: {@code #name}, {@code #p0} or
 * {@code #a0} for the arguments, {@code #root.method}, {@code #root.args},
 * {@code #root.target}, and {@code @bean}.
 */
@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Permits.All.class)
@Documented
@Reflective
public @interface Permits {

	/**
	 * Alias of {@link #name()}.
	 * @return the name of the semaphore
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the semaphore, which must exist when the application starts.
	 * <code>${placeholders}</code> are resolved; never an expression.
	 * @return the name of the semaphore
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * How many permits a call takes: a number of 1 or more, a
	 * <code>${placeholder}</code>, or an expression over the arguments such as
	 * {@code "#batch.size()"}. If an expression yields null or less than 1 the call fails
	 * with an {@link IllegalArgumentException} before the body runs.
	 * @return the weight
	 */
	String weight() default "1";

	/**
	 * The key whose share of the permits counts too, an expression such as
	 * {@code "#tenant"}. None if empty.
	 * @return the key
	 */
	String key() default "";

	/**
	 * Who goes first in a semaphore of {@code order: priority}, larger before smaller: a
	 * number, or an expression. 0 if empty.
	 * @return the priority
	 */
	String priority() default "";

	/**
	 * How long to wait for a permit: {@code "250ms"}, {@code "0"} for not at all, or a
	 * <code>${placeholder}</code>. As the semaphore is configured if empty.
	 * @return the max wait
	 */
	String maxWait() default "";

	/**
	 * Whether to take all permits there are, as the writer among readers.
	 * @return whether to take all permits
	 */
	boolean exclusive() default false;

	/**
	 * The method that answers instead when this annotation's semaphore refuses: one of
	 * the same class, private ones included, with the same parameters, or with a
	 * {@link dev.semaphore.PermitRejectedException PermitRejectedException} as one more
	 * at the end. Called directly, not through the proxy: its own annotations, such as
	 * {@code @Transactional}, have no effect, and {@code @Permits} on it stops the start.
	 * It holds no permit. None if empty.
	 * @return the name of the method
	 */
	String fallback() default "";

	/**
	 * When the permit goes back.
	 * @return when
	 */
	Release release() default Release.AUTO;

	/**
	 * Several {@link Permits @Permits} on one element, taken all or none.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@Reflective
	@interface All {

		/**
		 * The annotations.
		 * @return the annotations
		 */
		Permits[] value();

	}

}
