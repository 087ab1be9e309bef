package dev.semaphore.spring.aop;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.Expression;

/**
 * A SpEL expression over a call.
 */
final class SpelArgumentExpression implements ArgumentExpression {

	private final Expression expression;

	private final Method method;

	private final ParameterNameDiscoverer parameterNames;

	private final BeanResolver beans;

	SpelArgumentExpression(Expression expression, Method method, ParameterNameDiscoverer parameterNames,
			BeanResolver beans) {
		this.expression = expression;
		this.method = method;
		this.parameterNames = parameterNames;
		this.beans = beans;
	}

	@Override
	public @Nullable Object value(MethodInvocation invocation) {
		@Nullable Object[] arguments = invocation.getArguments();
		ExpressionRoot root = new ExpressionRoot(this.method, arguments, invocation.getThis());
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(root, this.method, arguments,
				this.parameterNames);
		context.setBeanResolver(this.beans);
		return this.expression.getValue(context);
	}

}
