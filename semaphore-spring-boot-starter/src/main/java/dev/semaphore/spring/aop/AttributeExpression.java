package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of an annotation that depends on the call.
 *
 * @param value yields it
 * @param attribute its name
 * @param text the expression as it was written
 * @param site the annotation, for messages
 */
record AttributeExpression(ArgumentExpression value, String attribute, String text, AnnotationSite site) {

	/**
	 * The value as a whole number.
	 * @param least the least that is allowed
	 * @throws IllegalArgumentException if the expression fails, or yields anything else
	 */
	int number(MethodInvocation invocation, int least) {
		Object value = evaluate(invocation);
		if (value instanceof Integer number && number >= least) {
			return number;
		}
		if (value instanceof Number number && isWhole(number, least)) {
			return number.intValue();
		}
		throw new IllegalArgumentException(
				this + " must be a whole number" + ((least == 1) ? " of 1 or more" : "") + ", but is " + value);
	}

	/**
	 * The value as text.
	 * @throws IllegalArgumentException if the expression fails, or yields null
	 */
	String text(MethodInvocation invocation) {
		Object value = evaluate(invocation);
		if (value == null) {
			throw new IllegalArgumentException(this + " must not be null");
		}
		return value.toString();
	}

	private @Nullable Object evaluate(MethodInvocation invocation) {
		try {
			return this.value.value(invocation);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException(this + " cannot be evaluated: " + ex.getMessage(), ex);
		}
	}

	private static boolean isWhole(Number number, int least) {
		double value = number.doubleValue();
		return value >= least && value <= Integer.MAX_VALUE && value == Math.rint(value);
	}

	@Override
	public String toString() {
		return "The " + this.attribute + " '" + this.text + "' of " + this.site;
	}

}
