package dev.semaphore.spring.aop;

import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.BeanResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * A SpEL expression over a call.
 */
final class SpelArgumentExpression implements ArgumentExpression {

	private final Expression expression;

	private final Method method;

	private final ParameterVariables variables;

	private final BeanResolver beans;

	SpelArgumentExpression(Expression expression, Method method, ParameterVariables variables, BeanResolver beans) {
		this.expression = expression;
		this.method = method;
		this.variables = variables;
		this.beans = beans;
	}

	@Override
	public @Nullable Object value(MethodInvocation invocation) {
		@Nullable Object[] arguments = invocation.getArguments();
		ExpressionRoot root = new ExpressionRoot(this.method, arguments, invocation.getThis());
		StandardEvaluationContext context = new StandardEvaluationContext(root);
		this.variables.indexes().forEach((name, index) -> context.setVariable(name, arguments[index]));
		context.setBeanResolver(this.beans);
		return this.expression.getValue(context);
	}

}
