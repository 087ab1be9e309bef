package dev.semaphore.spring.aop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

import dev.semaphore.PermitRejectedException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;

/**
 * A method that answers for one that was refused.
 *
 * @param method the method, accessible
 * @param withRefusal whether it takes the refusal as its last argument
 */
record Fallback(Method method, boolean withRefusal) {

	@Nullable Object answer(MethodInvocation invocation, PermitRejectedException refusal) throws Throwable {
		@Nullable Object[] arguments = invocation.getArguments();
		boolean suspending = KotlinDetector.isSuspendingFunction(this.method);
		if (this.withRefusal) {
			arguments = Arrays.copyOf(arguments, arguments.length + 1);
			int last = arguments.length - 1;
			if (suspending) {
				// The continuation stays behind it.
				arguments[last] = arguments[last - 1];
				last--;
			}
			arguments[last] = refusal;
		}
		try {
			return suspending ? SuspendingBody.invoke(this.method, invocation.getThis(), arguments)
					: this.method.invoke(invocation.getThis(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
