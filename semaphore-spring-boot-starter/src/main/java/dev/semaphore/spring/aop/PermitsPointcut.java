package dev.semaphore.spring.aop;

import java.lang.reflect.Method;

import org.springframework.aop.support.StaticMethodMatcherPointcut;

/**
 * Matches the annotated methods.
 */
final class PermitsPointcut extends StaticMethodMatcherPointcut {

	private final PermitsOperationSource source;

	PermitsPointcut(PermitsOperationSource source) {
		this.source = source;
		setClassFilter(new PermitsClassFilter(source));
	}

	@Override
	public boolean matches(Method method, Class<?> targetClass) {
		return this.source.methods(targetClass).contains(method);
	}

}
