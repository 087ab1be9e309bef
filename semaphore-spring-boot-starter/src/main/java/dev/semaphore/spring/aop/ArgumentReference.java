package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * An argument, as it is.
 *
 * @param index which one
 */
record ArgumentReference(int index) implements ArgumentExpression {

	@Override
	public @Nullable Object value(MethodInvocation invocation) {
		return invocation.getArguments()[this.index];
	}

}
