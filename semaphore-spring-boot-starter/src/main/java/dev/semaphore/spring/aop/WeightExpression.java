package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A weight that depends on the call.
 *
 * @param value yields it
 * @param text the expression as it was written
 * @param site the annotation, for messages
 */
record WeightExpression(ArgumentExpression value, String text, AnnotationSite site) {

	/**
	 * The weight of a call.
	 * @throws IllegalArgumentException if the expression fails, or yields anything but a
	 * whole number of 1 or more
	 */
	int evaluate(MethodInvocation invocation) {
		Object value = value(invocation);
		if (value instanceof Integer weight && weight >= 1) {
			return weight;
		}
		if (value instanceof Number number && isWeight(number)) {
			return number.intValue();
		}
		throw new IllegalArgumentException("The weight '" + this.text + "' of " + this.site
				+ " must be a whole number of 1 or more, but is " + value);
	}

	private @Nullable Object value(MethodInvocation invocation) {
		try {
			return this.value.value(invocation);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(
					"The weight '" + this.text + "' of " + this.site + " cannot be evaluated: " + ex.getMessage(), ex);
		}
	}

	private static boolean isWeight(Number number) {
		double value = number.doubleValue();
		return value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value);
	}

}
