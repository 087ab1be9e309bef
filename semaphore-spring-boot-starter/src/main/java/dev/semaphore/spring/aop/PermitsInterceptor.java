package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call as its operation says.
 */
final class PermitsInterceptor implements MethodInterceptor {

	private final PermitsOperationSource source;

	PermitsInterceptor(PermitsOperationSource source) {
		this.source = source;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? target.getClass() : invocation.getMethod().getDeclaringClass();
		PermitsOperation operation = this.source.methods(targetClass).operation(invocation.getMethod());
		return (operation != null) ? operation.invoke(invocation) : invocation.proceed();
	}

}
