package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A value that depends on the call, most often on its arguments.
 */
interface ArgumentExpression {

	/**
	 * The value for a call. Whatever is thrown is the expression's failure.
	 */
	@Nullable Object value(MethodInvocation invocation);

}
