package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call as its operation says.
 */
final class PermitsInterceptor implements MethodInterceptor {

	private final PermitsOperationSource source;

	/**
	 * What was found first for a method. A proxy calls with one object for each of its
	 * methods, which is the key here: found without comparing names and parameters.
	 */
	private final Map<Method, Found> found = new ConcurrentHashMap<>();

	PermitsInterceptor(PermitsOperationSource source) {
		this.source = source;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		Object target = invocation.getThis();
		Class<?> targetClass = (target != null) ? target.getClass() : method.getDeclaringClass();
		Found found = this.found.get(method);
		PermitsOperation operation = (found != null && found.targetClass() == targetClass) ? found.operation()
				: find(method, targetClass);
		return (operation != null) ? operation.invoke(invocation) : invocation.proceed();
	}

	/* Each time for an interface's method on all but the first of its classes. */
	private @Nullable PermitsOperation find(Method method, Class<?> targetClass) {
		PermitsOperation operation = this.source.methods(targetClass).operation(method);
		this.found.putIfAbsent(method, new Found(targetClass, operation));
		return operation;
	}

	private record Found(Class<?> targetClass, @Nullable PermitsOperation operation) {

	}

}
