package dev.semaphore.spring.aop;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * {@code #root} of an expression, with the properties that {@code @Cacheable} has too.
 */
final class ExpressionRoot {

	private final Method method;

	private final @Nullable Object[] args;

	private final @Nullable Object target;

	ExpressionRoot(Method method, @Nullable Object[] args, @Nullable Object target) {
		this.method = method;
		this.args = args;
		this.target = target;
	}

	public Method getMethod() {
		return this.method;
	}

	public String getMethodName() {
		return this.method.getName();
	}

	public @Nullable Object[] getArgs() {
		return this.args;
	}

	public @Nullable Object getTarget() {
		return this.target;
	}

	public @Nullable Class<?> getTargetClass() {
		return (this.target != null) ? this.target.getClass() : null;
	}

}
