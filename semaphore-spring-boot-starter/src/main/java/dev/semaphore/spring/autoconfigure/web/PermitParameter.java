package dev.semaphore.spring.autoconfigure.web;

import java.lang.reflect.AnnotatedElement;

import dev.semaphore.Permit;
import dev.semaphore.spring.annotation.Permits;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Parameters of web handlers that are no business of the web.
 */
public final class PermitParameter {

	private PermitParameter() {
	}

	/**
	 * Whether the advice of {@link Permits @Permits} fills a parameter in.
	 * @param parameter a parameter of a handler
	 * @return whether it is for a permit, and the handler or its class is annotated
	 */
	public static boolean isGivenByAdvice(MethodParameter parameter) {
		return parameter.getParameterType() == Permit.class
				&& (isAnnotated(parameter.getExecutable()) || isAnnotated(parameter.getContainingClass()));
	}

	private static boolean isAnnotated(AnnotatedElement element) {
		return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).isPresent(Permits.class);
	}

}
